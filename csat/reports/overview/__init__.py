"""The overview for management."""
