"""One editor for each type of field, built from its declaration."""
