"""Where a score on the pages comes from."""
