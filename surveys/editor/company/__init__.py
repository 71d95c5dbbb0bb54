"""What all surveys share: our own words in every language, name, logo and colour."""
