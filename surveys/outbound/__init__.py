"""The one way out over HTTP to addresses that people typed in: webhooks, chats, gateways, providers (D14)."""
