"""What survey rules would ask, day by day: ahead as things stand, and over a past span as if they had run."""
