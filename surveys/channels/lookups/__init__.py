"""Asks the mail provider whether it has taken a mail, by Message-ID (D5): a file for each way to ask."""
