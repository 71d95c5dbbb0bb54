"""Who stays, who goes, and what revenue may go with them."""
