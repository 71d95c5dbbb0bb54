"""The verbs of what all surveys share: our own words in every language, our name, colour and logo."""
