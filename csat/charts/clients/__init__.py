"""Charts of single clients beside each other."""
