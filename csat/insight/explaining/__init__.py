"""Why a score changed, and whether an action changed it."""
