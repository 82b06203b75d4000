"""The manual inside the program, offline, opened at what is on screen."""
