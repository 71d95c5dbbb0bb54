"""What may be told of answers without names, so that nobody's can be worked out."""
