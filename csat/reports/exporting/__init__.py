"""Answers taken away as a file: CSV, XLSX or JSON, at once or by a worker; every one is logged."""
