"""Accounts x months made ready to be compared: what is common taken out, what is new kept, who meets whom."""
