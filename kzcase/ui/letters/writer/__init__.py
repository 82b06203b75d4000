"""Writing: one letter to one or many addressees."""
