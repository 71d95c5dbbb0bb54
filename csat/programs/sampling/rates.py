"""How likely somebody is to answer: what they did before, pulled towards what everybody does."""

UNKNOWN = 0.3  # of B2B clients asked by mail, where nothing was sent yet
# As if everybody had been asked so many times before and had answered like all others.
PRIOR_ASKS, PRIOR_OF_ALL = 4, 20
LOWEST, HIGHEST = 0.02, 0.95


def overall(asked: int, answered: int) -> float:
    """The rate of all contacts together; with few surveys behind us near the usual one."""
    return (answered + PRIOR_OF_ALL * UNKNOWN) / (asked + PRIOR_OF_ALL)


def expected(asked: int, answered: int, *, of_all: float) -> float:
    """One contact's rate: nobody is taken for certain, and nobody is given up after a few silent rounds."""
    rate = (answered + PRIOR_ASKS * of_all) / (asked + PRIOR_ASKS)
    return round(min(max(rate, LOWEST), HIGHEST), 3)
