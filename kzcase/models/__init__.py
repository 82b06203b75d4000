"""Tables, one file for each aggregate; every field declared once."""

from __future__ import annotations
