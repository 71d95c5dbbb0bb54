"""The page on which survey staff tell clients what was done with their answers."""
