"""Keeps the truth: revisions, the fold that makes tables of them, and the two doors that write.

The rules stand in `docs/history.md`. Pure modules: `canonical`, `revision`,
`upcast`, `fold`, `groups`, `ops`, `sign`, `roots`. With a vault: `ledger`
(the doors), `read`, `rebuild`.
"""

from __future__ import annotations
