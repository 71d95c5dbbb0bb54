"""Pages of addresses that are not written to: why one is not, adding, lifting, taking over a list."""
