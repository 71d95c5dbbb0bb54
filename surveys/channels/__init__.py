"""The ways out of the house: each sends a mail and can be asked what became of it."""
