"""Template tags of the upper floor: how numbers, dates and answers are written."""
