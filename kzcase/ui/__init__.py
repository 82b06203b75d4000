"""The windows: widgets that ask services and show what they answer."""

from kzcase.ui.singletons import keep_alive

keep_alive()
