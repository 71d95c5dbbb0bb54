"""How the rows of each kind become changes of our records."""
