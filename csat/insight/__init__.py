"""Pure statistics over numpy arrays; never Django."""
