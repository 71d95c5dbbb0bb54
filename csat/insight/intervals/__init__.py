"""How far a figure may be off: means of clustered answers, shares, and NPS."""
