"""What was lost, and what may be: retention by satisfaction, and revenue at risk."""
