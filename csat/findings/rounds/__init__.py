"""Rounds of regular surveys as they are compared: what people said, and whether they answered at all."""
