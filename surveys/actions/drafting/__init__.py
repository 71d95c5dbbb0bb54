"""The verbs of a survey's draft: opened, saved, undone, begun, copied, shelved."""
