"""Who gets a copy of a letter, as far as its readers may be told of them."""

from __future__ import annotations

from collections.abc import Sequence

from kzcase.briefing import gate
from kzcase.briefing.gate import Reason
from kzcase.briefing.remarks import Withheld
from kzcase.briefing.seen import View
from kzcase.letters.addressees import Recipient
from kzcase.models.fields import Audience


def told(
    view: View, recipients: Sequence[Recipient], language: str
) -> tuple[tuple[str, ...], tuple[Withheld, ...]]:
    """The words for each who may be named as getting a copy, and those who may not.

    To the public a contact is named by their body alone; a person only as any
    text may name them.
    """
    shown: list[str] = []
    held: list[Withheld] = []
    for one in recipients:
        reason = _why_not(view, one)
        bare = view.audience is Audience.PUBLIC and not one.person
        words = one.institution(language) if bare else one.copied(language)
        if reason is None and words:
            shown.append(words)
        else:
            sentence = gate.sentence(reason or Reason.OFFICE, view.audience)
            kind = "person" if one.person else "contact"
            held.append(Withheld(one.id, "", sentence, kind, one.words(language)))
    return tuple(shown), tuple(held)


def _why_not(view: View, one: Recipient) -> Reason | None:
    if view.audience is Audience.INTERNAL:
        return None
    if one.hidden:
        return Reason.DO_NOT_SHARE
    if one.person and not view.may_name(one.id, cited=False):
        return Reason.NO_CONSENT
    return None
