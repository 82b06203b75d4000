"""The register of letters: what was sent and received, by when a reply is due, what came and changed."""

from __future__ import annotations
