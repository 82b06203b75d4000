"""Documents as annexes of a paper: whether they may go, their pages as pictures, where they stand."""

from __future__ import annotations
