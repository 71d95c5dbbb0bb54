"""Everything about one client on one page."""
