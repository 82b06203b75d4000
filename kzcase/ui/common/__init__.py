"""What every area of the window shares."""
