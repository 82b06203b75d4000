"""By when a reply to a letter is due, and why: the day somebody set, else the rule for whom it went to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from kzcase.dates.edtf import Edtf
from kzcase.errors import NotFound
from kzcase.services.derived import awaited, rows
from kzcase.services.derived.awaited import NOBODY
from kzcase.services.display import show_date
from kzcase.services.letters.shapes import NONE, RULE, STATED, Due
from kzcase.services.office import Office
from kzcase.services.stored import stored_date

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "stated": "Set by the office: {day}.",
        "why": "Reason: {reason}",
        "otherwise": "By the rule it would be {day}.",
        "none": "No rule that is known sets a term for this reply. After 60 days it counts as unanswered: "
        "the office's own measure.",
        "unsent": "The letter is not sent yet; its term begins then.",
        "owed": "It came in: the office owes the reply.",
        "no reply": "No reply is expected to a step of this kind.",
        "disputed": "Undecided: several values are recorded.",
    },
    "ru": {
        "stated": "Назначено офисом: {day}.",
        "why": "Причина: {reason}",
        "otherwise": "По правилу было бы {day}.",
        "none": "Срок этого ответа не установлен ни одним известным правилом. Через 60 дней письмо считается "
        "оставшимся без ответа: собственная мера офиса.",
        "unsent": "Письмо ещё не отправлено; срок начнётся тогда.",
        "owed": "Это входящее письмо: ответить должен офис.",
        "no reply": "На такое действие ответа не ждут.",
        "disputed": "Не решено: записано несколько значений.",
    },
    "kk": {
        "stated": "Кеңсе белгілеген: {day}.",
        "why": "Себебі: {reason}",
        "otherwise": "Ереже бойынша {day} болар еді.",
        "none": "Бұл жауаптың мерзімін белгілейтін ереже белгісіз. 60 күннен кейін хат жауапсыз деп "
        "саналады: кеңсенің өз өлшемі.",
        "unsent": "Хат әлі жіберілген жоқ; мерзім сонда басталады.",
        "owed": "Бұл кіріс хат: жауапты кеңсе беруге тиіс.",
        "no reply": "Мұндай әрекетке жауап күтілмейді.",
        "disputed": "Шешілмеген: бірнеше мән жазылған.",
    },
}
READ = ("direction", "due", "due_reason", *awaited.RULED)


def due_of(office: Office, letter_id: str, language: str = "en") -> Due:
    """By when the reply to a letter is due, answered or not; raises `NotFound` if there is no such letter.

    A stated day wins over the rule. Of an incoming letter it is the reply that
    the office owes, for which there is no rule.
    """
    with office.read() as session:
        found = dues(session, [letter_id], language)
    if letter_id not in found:
        raise NotFound("That letter is not in this vault.")
    return found[letter_id]


def dues(session: Session, ids: Sequence[str], language: str = "en") -> dict[str, Due]:
    """The same of several letters inside a unit that is already open; those not here are left out."""
    connection = session.connection()
    found = rows.here(connection, awaited.KIND, READ, ids)
    to = awaited.addressed(connection, [row["id"] for row in found])
    return {row["id"]: _due(row, to.get(row["id"], NOBODY), language) for row in found}


def _due(row: rows.Row, to: awaited.Addressed, language: str) -> Due:
    words = WORDS.get(language, WORDS["en"])
    incoming = row["direction"] == "in"
    ruled = None if incoming else awaited.by_rule(row, to)
    disputed = any(field in (row["conflicts"] or {}) for field in ("due", *awaited.RULED))
    if (stated := stored_date(row["due"])) is not None:
        said = [words["stated"].format(day=show_date(row["due"], language))]
        if row["due_reason"]:
            said.append(words["why"].format(reason=row["due_reason"]))
        if ruled is not None and ruled.bound.known and awaited.said(ruled) != str(stated):
            said.append(words["otherwise"].format(day=ruled.bound.show(language)))
        return _made(row["due"], stated, STATED, "stated", _and(said, words, disputed), disputed=disputed)
    if ruled is not None and ruled.bound.known:
        said = [ruled.explain(language)]
        return Due(
            date=awaited.said(ruled),
            earliest=ruled.bound.earliest,
            latest=ruled.bound.latest,
            basis=RULE,
            rule=ruled.rule.key,
            certainty="disputed" if disputed else ruled.certainty,
            checked=ruled.rule.checked,
            explanation=_and(said, words, disputed),
        )
    if incoming:
        why = words["owed"]
    elif ruled is not None:
        why = ruled.explain(language)
    elif awaited.expects_no_reply(row["kind"]):
        why = words["no reply"]
    elif row["sent"] is None and row["acknowledged"] is None:
        why = words["unsent"]
    else:
        why = words["none"]
    return Due("", None, None, NONE, "", "unknown", False, why)


def _made(text: str, day: Edtf, basis: str, certainty: str, why: str, *, disputed: bool) -> Due:
    return Due(
        date=text,
        earliest=day.earliest,
        latest=day.latest,
        basis=basis,
        rule="",
        certainty="disputed" if disputed else certainty,
        checked=True,
        explanation=why,
    )


def _and(said: Sequence[str], words: Mapping[str, str], disputed: bool) -> str:
    # A month shortened with a full stop may stand at the end of a sentence.
    return " ".join((*said, words["disputed"]) if disputed else said).replace("..", ".")
