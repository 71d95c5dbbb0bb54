"""What goes together with overall satisfaction: relative importance of attributes, with its uncertainty."""
