"""Pages of answers: the list, one of them, those that look doubtful, exports."""
