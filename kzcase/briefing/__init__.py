"""Papers: gathers frozen content for an audience, then lays it out as a PDF.

`gather` reads the vault once; audience, consents and pseudonyms are applied
there and nowhere later. `pdf` draws what it is given and knows no vault.
"""

from __future__ import annotations
