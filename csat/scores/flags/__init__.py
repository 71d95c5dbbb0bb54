"""What makes one look twice at an answer: noticed with reasons, listed, left out where a rule says so."""
