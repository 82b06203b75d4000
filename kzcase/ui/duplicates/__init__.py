"""People who may be one: pairs to work through, side by side."""
