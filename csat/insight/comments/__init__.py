"""What clients write about: themes of their comments in English and Russian."""
