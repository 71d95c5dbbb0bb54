"""One survey: its state, its outline, and how its answers come in."""
