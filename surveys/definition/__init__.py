"""The questionnaire: its document, its dataclasses, its proofs, and the judge of answers. Pure."""
