"""What the installation does by itself: timetables that tick, and mails to our own people."""
