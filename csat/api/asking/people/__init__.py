"""Who is asked, left out or not written to, and why, over REST."""
