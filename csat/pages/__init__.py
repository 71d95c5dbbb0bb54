"""The back office's pages: each view scopes by access, makes one call, renders."""
