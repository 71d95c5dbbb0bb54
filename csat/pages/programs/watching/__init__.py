"""Pages to watch what is sent: rounds, single invitations, sending as a whole."""
