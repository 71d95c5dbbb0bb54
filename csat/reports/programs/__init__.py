"""What survey rules send and will send: rounds, single invitations, how sending stands, foresight."""
