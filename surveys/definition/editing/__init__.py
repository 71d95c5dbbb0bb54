"""Edits of a questionnaire document: a document in, a new one out, the given one untouched. Pure."""
