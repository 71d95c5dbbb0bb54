"""Survey rules, their rounds, budgets and what they will ask, over REST."""
