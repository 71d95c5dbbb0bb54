"""Files in a posted page: read up to a limit, stored, named by the answers."""

from surveys.public.attached.limits import limit
from surveys.public.attached.merging import Attached, attach, of_request

__all__ = ["Attached", "attach", "limit", "of_request"]
