"""The verbs of the ground floor: every change of its rows."""
