"""Business time by country and zone: pure, no Django."""
