"""Changes of customers: records that come in, files, and logins."""
