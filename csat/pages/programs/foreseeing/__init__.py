"""Pages that look ahead, or back as if: the calendar of the coming days, and the dry run of a rule."""
