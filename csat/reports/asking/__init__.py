"""Who is asked and who is not, beside what happened: reach of a rule, wear of budgets, who is left out."""
