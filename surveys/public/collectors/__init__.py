"""Pages that anybody may open who has the address: shared links, codes, and the widget of another site."""
