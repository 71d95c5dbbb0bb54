"""Tables in and out: CSV as people really have it, cells as they really write them, and map files.

Pure: bytes and plain values in, frozen dataclasses out. What is wrong is said as a message id with
values (problems.py); whoever shows it to people translates it.
"""
