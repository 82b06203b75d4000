"""What ships with the program and is not history: law, vocabularies, regions, benchmarks.

Rows are frozen, have fixed keys and say how far they can be trusted: `seen`
(read in the source named), `partly`, or `unchecked`. Nothing that is not
`seen` may look authoritative on screen or paper, and no row of law has been
checked by a lawyer unless it says so. An office's correction is a record laid
over a row, never a change of it.
"""

from __future__ import annotations
