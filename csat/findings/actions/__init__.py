"""Decides what is to be computed anew, computes and stores it, and computes stored results again."""
