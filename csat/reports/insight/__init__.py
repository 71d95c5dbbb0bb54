"""One file a question of insight: the stored answer, made ready for people and machines to read."""
