"""Finds anything by any spelling: the index inside the vault, and the questions put to it."""
