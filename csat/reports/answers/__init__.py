"""Answers: which a reader may see, the list, one as the client saw it, and those that look doubtful."""
