"""What clients find in their mailbox: its words beside each other, how it looks, one to ourselves."""
