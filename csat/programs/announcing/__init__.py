"""Before a round each account manager is told whom of their clients it is to ask, in time to correct it."""
