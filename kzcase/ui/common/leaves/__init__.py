"""Pages of documents on screen: drawn by a process of their own, of which the window takes pixels only."""

from __future__ import annotations
