"""What came back about mails: believed or not, stored once, and acted upon (D13)."""
