"""The demo company: an invented manufacturer with three years of clients, money and answers."""
