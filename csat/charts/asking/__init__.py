"""Pictures of whom survey rules ask."""
