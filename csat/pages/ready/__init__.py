"""Ready to send: the checks, what can be done about them, and the start of a rule."""
