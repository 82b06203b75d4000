"""The windows: widgets that ask services and show what they answer."""

from kzcase.ui.common.constants import keep_alive

keep_alive()
