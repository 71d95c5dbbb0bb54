"""Doors that anybody may use who has the address, and answers without names."""
