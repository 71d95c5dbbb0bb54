"""Pages that ask nothing: thanks, closed, unknown, and what is said when something goes wrong."""

from surveys.public.replies.apologies import too_large, try_again
from surveys.public.replies.closing import closed, unknown
from surveys.public.replies.thanking import thanks

__all__ = ["closed", "thanks", "too_large", "try_again", "unknown"]
