"""The register of letters: what was sent and received, by when a reply is due, what came, what changed after it."""

from __future__ import annotations
