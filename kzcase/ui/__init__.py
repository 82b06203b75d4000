"""The windows: widgets that ask services and show what they answer."""
