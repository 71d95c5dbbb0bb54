"""The form in which a survey rule is written: by kind, with conditions, a list of people."""
