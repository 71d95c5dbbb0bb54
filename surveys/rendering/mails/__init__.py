"""Mails of a survey version: made once per batch and language, then only personal parts are filled in."""
