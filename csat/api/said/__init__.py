"""What clients said, over REST: responses, finished or not, and their single answers."""
