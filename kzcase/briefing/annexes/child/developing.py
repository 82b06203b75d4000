"""Makes one picture after the other small, and answers each with its pixels."""

from __future__ import annotations

import json
import sys

from .images import opened, upright
from .said import Refused, say


def develop() -> None:
    """Answer each line, and the bytes of a file behind it, until there is none."""
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        data = sys.stdin.buffer.read(asked["size"])
        try:
            picture = upright(opened(data), asked["longest"])
            pixels = picture.convert("RGB").tobytes("raw", "BGR")
        except Refused as refusal:
            say({"state": str(refusal)})
        except MemoryError:
            say({"state": "too_large"})
        except Exception:  # whatever a broken file may do to a reader
            say({"state": "broken"})
        else:
            say({"width": picture.width, "height": picture.height}, pixels)
