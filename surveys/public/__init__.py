"""The pages that clients open by a personal link."""
