"""The fixtures of survey rules, for reports on what they send."""

from tests.csat.programs.conftest import periodic, post_sale, ready

__all__ = ["periodic", "post_sale", "ready"]
