"""Tries mails and gateways out on ourselves: nobody is invited, nothing is stored."""
