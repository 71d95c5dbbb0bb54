"""Gateways for SMS, chats and messengers: where messages are handed over when mail is not the way."""
