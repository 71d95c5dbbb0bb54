"""What nobody says aloud: people who stop answering, and scores that sink while revenue holds."""
