"""What the statistics read, as columns of numpy: months of accounts, answers, waves, invitations."""
