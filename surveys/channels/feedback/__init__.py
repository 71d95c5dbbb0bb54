"""What comes back about mails: how ours are marked for it, and how reports of many servers are read (D13)."""
