"""How people come in: by a personal link, a shared one, a widget, with their name or without."""
