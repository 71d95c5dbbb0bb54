"""Themes of comments, and the code book behind them."""
