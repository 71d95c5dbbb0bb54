"""How many there will be: counts to come, with their uncertainty."""
