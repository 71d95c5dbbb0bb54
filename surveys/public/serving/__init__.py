"""What a visit gets to see: a page of the form, the page again with its mistakes, the way on."""

from surveys.public.serving.showing import show
from surveys.public.serving.taken import onward, take

__all__ = ["onward", "show", "take"]
