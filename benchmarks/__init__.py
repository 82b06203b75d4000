"""Measures kzcase as ratios to the least that must be done and to what one would use instead."""
