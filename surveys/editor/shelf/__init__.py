"""The shelf of surveys: the list, beginning a new one, putting one away."""
