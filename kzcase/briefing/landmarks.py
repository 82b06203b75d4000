"""The political dates that the office keeps, as a paper's timelines may show them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from kzcase.briefing import gate
from kzcase.briefing.gate import Reason
from kzcase.briefing.ground import Raw
from kzcase.briefing.remarks import Withheld
from kzcase.briefing.seen import Seen, View
from kzcase.briefing.text import line
from kzcase.models.base import kinds
from kzcase.models.fields import Audience
from kzcase.services.display import Speaker
from kzcase.services.stored import stored_date
from kzcase.services.timelines import POLITICAL, landmarks_in
from kzcase.timeline.item import Landmark

TEMPLATES = ("brief", "pack", "timeline")
"""The papers with timelines."""


def besides(session: Session, template: str) -> frozenset[str]:
    """Which records a paper needs for them, besides those of its people."""
    if template not in TEMPLATES:
        return frozenset()
    return frozenset(one.id for one in landmarks_in(session, "en"))


def told(view: View, speaker: Speaker, day: date) -> tuple[Landmark, ...]:
    """Those that this audience may see, in the order of time; the rest is listed as withheld.

    A paper for a day in the past knows nothing that happened later.
    """
    found = []
    for raw in view.records.raw.values():
        if raw.kind != "event" or raw.values.get("kind") != POLITICAL or view.left_out(raw.id):
            continue
        seen = view.see(raw)
        when = stored_date(seen.get("date"))
        reason = _reason(view, raw, seen)
        if reason is not None:
            _hold(view, raw, reason)
        elif when is not None and not (day < view.on and when.earliest is not None and when.earliest > day):
            words = line(str(seen.get("title") or "")) or speaker.label("event_kind", POLITICAL)
            found.append(Landmark(raw.id, "event", words, when))
    return tuple(sorted(found, key=lambda one: (one.when.sort_key, one.id)))


def _reason(view: View, raw: Raw, seen: Seen) -> Reason | None:
    """Why a political date may not be shown, or None."""
    if view.audience is Audience.INTERNAL:
        return None
    if "date" in seen:
        return Reason.DISPUTED if seen.values["date"].disputed else None
    decision = gate.decide(kinds()["event"].fields["date"], view.ground(raw.id), view.audience, view.on)
    return decision.reason or Reason.NAMES


def _hold(view: View, raw: Raw, reason: Reason) -> None:
    """List it, once: it is about nobody of the paper, so the view has not listed it."""
    title = view.records.titles.get(raw.id, "")
    held = Withheld(raw.id, "", gate.sentence(reason, view.audience), raw.kind, title)
    if not any(one.id == raw.id and one.field in ("", "date") for one in view.withheld):
        view.withheld.append(held)
