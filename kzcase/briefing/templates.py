"""Which papers there are, by name: what commands and windows offer. It loads nothing else."""

from __future__ import annotations

PAPERS = ("brief", "pack", "list", "prisoners", "timeline")
"""Papers of the office's own."""
FORMS = ("un-sp", "wgad", "ilo-cfa", "sanctions")
"""Forms that mechanisms ask for, filled in."""
TEMPLATES = (*PAPERS, *FORMS)
"""Every paper."""
