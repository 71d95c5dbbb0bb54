"""What goes over the wire: who calls, how bodies are read, how refusals look."""
