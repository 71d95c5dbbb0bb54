"""Files that clients give as answers: checked, stored in the database, swept when nothing names them."""

from surveys.actions.uploading.keeping import CannotKeep, find, keep
from surveys.actions.uploading.sweeping import sweep

__all__ = ["CannotKeep", "find", "keep", "sweep"]
