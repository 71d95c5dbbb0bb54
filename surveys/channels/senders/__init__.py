"""Channels beside mail, one file each: what is put into this folder with a CHANNEL is found and offered."""
