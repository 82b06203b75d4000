"""Names of people and places in three scripts: pure functions, no storage.

`scripts` tells which writing a word is in, `translit` writes Cyrillic in Latin
by named standards, `folding` brings all spellings of a name to one text for
searching, `collation` puts names in Kazakh alphabetical order, `parts` knows
surnames, given names and patronymics, `likeness` says how alike two names are.

Nothing here ever changes a stored name. The spelling in a passport is data
that someone typed; it is never computed.
"""

from __future__ import annotations
