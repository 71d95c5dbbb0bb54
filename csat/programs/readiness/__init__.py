"""Ready to send: what must be right before a survey rule starts, and the start that looks at it."""
