"""What happens in the demo company, as data: pure generators of a seed and an anchor day."""
