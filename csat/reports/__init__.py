"""Numbers for pages, mails and exports: frozen dataclasses out of roll-ups and stored findings."""
