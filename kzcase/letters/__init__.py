"""Letters: templates filled from the vault for an audience, made into records, laid out as PDF and .docx.

Everything a letter says of people has gone through the gate of every paper
(`kzcase.briefing`): `told` asks it when a template is filled, `reading` asks it
again when a letter is printed, because text may have been edited and consents
may have changed meanwhile.
"""

from __future__ import annotations
