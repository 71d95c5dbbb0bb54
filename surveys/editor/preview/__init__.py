"""The survey as clients see it, before anybody is asked: preview and try-out. Nothing is stored."""
