"""A new case as it is told, on one page."""
