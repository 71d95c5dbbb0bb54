"""Pages for questionnaire files: bring one in, take one out."""
