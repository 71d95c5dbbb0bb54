"""Pages for those who write surveys: choose, edit, try, publish, open doors."""
