"""One record of any kind: its form, what belongs to it, its history."""
