"""What a search asks besides its words: kinds, in force, a region, an article, a tag and the like.

`parse` finds these in what somebody typed, in English, Russian or Kazakh and
without any syntax; `answers` says how the vault is asked for each; `ground`
gives the fewest records among which a page must be looked for; `said` tells in
words what was understood, and `offers` what could be typed.
"""

from __future__ import annotations
