"""How fast mails go: domains in trouble are left in peace, and what is refused by policy stops its batch."""
