"""Answers given before this product: read from a file, matched to clients, kept and scored, or taken back."""
