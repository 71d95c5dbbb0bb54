"""The answer path beside its limit, a Django view that does the least, measured in one run."""
