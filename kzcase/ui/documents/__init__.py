"""Documents: looked at inside the program, with their hash, and cited by the page."""
