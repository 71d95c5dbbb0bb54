"""Pages of survey rules: rules and their days, rounds, who is asked and why, who is left out."""
