"""The picture of a life under restrictions, computed once and painted on screen and on paper.

Pure: no Qt, no ReportLab, no clock. Lengths are in the painter's own unit, and
the painter says how wide a text is.
"""

from __future__ import annotations
