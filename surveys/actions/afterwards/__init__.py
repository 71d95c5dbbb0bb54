"""What comes after an answer: we tell what we did, and people's data go when they ask for it."""
