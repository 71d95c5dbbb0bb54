"""Ready-made pages and mails of a published version, and the words of ours in them."""
