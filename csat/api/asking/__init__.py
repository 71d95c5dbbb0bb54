"""Asking over REST: survey rules, rounds, invitations, events, who is left out, who is not written to."""
