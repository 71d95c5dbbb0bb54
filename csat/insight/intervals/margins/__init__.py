"""Bringing answers back to the numbers of the contact list: cells, merging, raking."""
