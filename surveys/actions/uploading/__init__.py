"""Files that clients give as answers: checked, stored in the database, swept when nothing names them."""

from surveys.actions.uploading.keeping import MB, CannotKeep, find, keep
from surveys.actions.uploading.sweeping import sweep

__all__ = ["MB", "CannotKeep", "find", "keep", "sweep"]
