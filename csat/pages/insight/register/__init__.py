"""The pages of the register of changes: list, one change with its effect, and the form that keeps it."""
