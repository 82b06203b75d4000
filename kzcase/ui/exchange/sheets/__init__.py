"""Spreadsheets in the window: which column goes where, what the rows become, who is here already."""
