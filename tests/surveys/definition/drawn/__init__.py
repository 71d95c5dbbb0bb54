"""Random questionnaires and answers, and an oracle that reads the raw document by itself."""
