"""Tells people from programs at the clients' pages (D11)."""
