"""What a client's page looks like and how it behaves: style sheets inlined, one script."""
