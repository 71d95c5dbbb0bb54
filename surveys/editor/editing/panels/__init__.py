"""The middle of the edit page: the open part's fields, ready for templates."""
