"""Whom a round asks: the fewest contacts from whom the wanted coverage is expected. Pure, no Django."""
