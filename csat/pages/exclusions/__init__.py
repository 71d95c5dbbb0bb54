"""Pages of those who are left out for a time: the list, the form that asks for it, the decisions."""
