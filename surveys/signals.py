"""The one way up from the ground floor: a nudge after commit. The sweep over rows is the guarantee."""

from django.dispatch import Signal

# Sent with response_id (int). Receivers must not fail and must do nothing heavy.
response_submitted = Signal()
