"""What is due, how contacts stand, and what pages show of survey rules."""
