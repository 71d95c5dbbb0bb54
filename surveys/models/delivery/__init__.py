"""Beside the queue of mails: what came back about them, and how fast they go."""
