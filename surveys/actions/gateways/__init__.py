"""Gateways of channels beside mail: kept with their secrets hidden, and handed messages."""
