"""The REST API: scope, one call, rows by their public ids."""
