"""What an installation takes from outside: read once, checked; a wrong value stops the start by its name."""

from config.environment.installation import DEMO, PRODUCTION, TEST, Environment, read

__all__ = ["DEMO", "PRODUCTION", "TEST", "Environment", "read"]
