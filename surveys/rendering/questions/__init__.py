"""One question as HTML: its template, its context, and what is personal in it."""
