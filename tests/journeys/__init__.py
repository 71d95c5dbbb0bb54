"""Whole stories, told on real parts: database, broker, workers, mail server, browser."""
