"""Commands of papers: brief, the register of what was handed out, packs kept under a name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzcase.cli.common import (
    counted,
    day,
    first_line,
    opened,
    print_json,
    searched,
    terminal_progress,
)
from kzcase.errors import KzcaseError
from kzcase.services import audiences, exports, packs, records
from kzcase.services.declarations import Audience
from kzcase.services.office import Office
from kzcase.services.packs import Pack

if TYPE_CHECKING:
    from kzcase.briefing.papers import Made
    from kzcase.exchange.sealing import Seal

SAFE = "Nothing was written."


def brief(arguments: argparse.Namespace) -> None:
    """Print a paper on one or more people for an audience, and enter it into the register."""
    from kzcase.briefing import papers
    from kzcase.briefing.gather import gather
    from kzcase.briefing.summing import Cover
    from kzcase.briefing.wishes import Wishes

    with opened(arguments) as office:
        papers.form_of(arguments.out)
        seal = _seal(office, arguments)
        pack = _asked(office, arguments)
        people = packs.people(office, pack) if pack.id else _people(office, arguments)
        if not people:
            raise _nobody()
        password = (
            first_line(arguments.pdf_password_file, "PDF password") if arguments.pdf_password_file else None
        )
        to = papers.To(pack.rule, pack.mission, pack.id, options=_options(pack))
        since = None
        if arguments.changes:
            since = papers.since(
                office,
                people,
                template=pack.template,
                audience=pack.audience,
                recipient=pack.recipient,
                to=to,
            )
        progress = terminal_progress()
        content = gather(
            office,
            people,
            audience=pack.audience,
            language=pack.language,
            as_of=day(arguments.as_of, office),
            template=pack.template,
            cover=Cover(pack.heading, pack.recipient, pack.sender),
            without=pack.without,
            wishes=Wishes(pack.rule, pack.letterhead, pack.classification, pack.answers, since, pack.annexes),
            progress=progress,
        )
        made = papers.hand_out(
            office, content, arguments.out, to=to, password=password, seal=seal, progress=progress
        )
        if arguments.keep:
            kept = pack if pack.id else replace(pack, persons=() if arguments.search else people)
            packs.save(office, replace(kept, name=arguments.keep))
    if arguments.json:
        print_json(made.plain())
    else:
        _tell(made, arguments.out, changes=arguments.changes)


def _tell(made: Made, out: Path, *, changes: bool) -> None:
    pages = f"{counted(made.pages, 'page')}, " if made.pages else ""
    print(f"Written: {out} ({pages}SHA-256 {made.sha256})")
    for number, annex in enumerate(made.annexes, start=1):
        print(f"  annex {number}: {annex.title} ({annex.told})")
    for one in made.withheld:
        print(
            "  withheld: "
            + " ".join(filter(None, (f"{one.field}:" if one.field else "", one.reason, one.remedy)))
        )
    for lacking in made.lacking:
        print(f"  missing: {lacking.key}: {lacking.words}")
    for warning in made.warnings:
        print(f"  {warning}")
    if changes:
        for change in made.changed:
            print(f"  changed: {change.title}: {change.what.text}")


def _seal(office: Office, arguments: argparse.Namespace) -> Seal | None:
    """For whom the paper is sealed; None if it is not."""
    from kzcase.exchange import sealing

    if arguments.to and arguments.file_passphrase_file:
        raise KzcaseError(
            "A paper is sealed for contacts or with a passphrase, not with both.",
            safe=SAFE,
            remedy="Give one of --to and --file-passphrase-file.",
        )
    if arguments.file_passphrase_file:
        return sealing.with_passphrase(first_line(arguments.file_passphrase_file, "file's passphrase"))
    if not arguments.to:
        return None
    seal, known = sealing.for_contacts(office, arguments.to)
    for one in known:
        if one.verified is None:
            print(f"  The words of {one.name}'s key were never compared.", file=sys.stderr)
    return seal


def unseal(arguments: argparse.Namespace) -> None:
    """Open a sealed paper that somebody sent."""
    from kzcase.exchange import sealing

    secret = arguments.file_passphrase_file
    passphrase = first_line(secret, "file's passphrase") if secret else None
    with opened(arguments) as office:
        size = sealing.unseal(office, arguments.file, arguments.out, passphrase, terminal_progress())
    print(f"Written: {arguments.out} ({size} bytes). Outside the vault it is not encrypted.")


def _asked(office: Office, arguments: argparse.Namespace) -> Pack:
    """The settings of the paper: those of the named pack, what was typed before them."""
    base = (
        packs.named(office, arguments.pack)
        if arguments.pack
        else Pack("", template="brief", audience="internal")
    )
    typed: dict[str, Any] = {
        key: value
        for key in ("template", "language", "heading", "recipient", "sender", "classification")
        if (value := getattr(arguments, key)) is not None
    }
    if arguments.audience is not None:
        typed |= _audience(office, arguments.audience)
    for key in ("mission", "letterhead"):
        if (value := getattr(arguments, key)) is not None:
            typed[key] = records.resolve(office, value)
    if arguments.without:
        left_out = (records.resolve(office, one) for one in arguments.without)
        typed["without"] = tuple(dict.fromkeys((*base.without, *left_out)))
    if arguments.annex:
        typed["annexes"] = tuple(_annex(office, one) for one in arguments.annex)
    if arguments.answer:
        typed["answers"] = {**base.answers, **dict(_answer(one) for one in arguments.answer)}
    if base.id and (arguments.person or arguments.search):
        typed["persons"] = tuple(records.resolve(office, one) for one in arguments.person)
        typed["search"] = arguments.search or ""
    elif arguments.search:
        typed["search"] = arguments.search
    return replace(base, **typed)


def _audience(office: Office, text: str) -> dict[str, str]:
    """One of the four audiences, or one the office named."""
    if text in tuple(one.value for one in Audience):
        return {"audience": text, "rule": ""}
    rule = audiences.named(office, text)
    if rule is None:
        known = [*(one.value for one in Audience), *(one.name for one in audiences.listed(office))]
        raise KzcaseError(
            f"There is no audience called “{text}”.", safe=SAFE, remedy=f"There are: {', '.join(known)}."
        )
    return {"audience": rule.base.value, "rule": rule.id}


def _annex(office: Office, text: str) -> str:
    """A document that is wanted, by its whole id."""
    from kzcase.briefing.annexes import wanted

    asked = wanted.read(text)
    return str(replace(asked, document=records.resolve(office, asked.document)))


def _answer(text: str) -> tuple[str, str]:
    key, sign, said = text.partition("=")
    if not sign or not key.strip():
        raise KzcaseError(f"“{text}” is no answer.", safe=SAFE, remedy="Write KEY=TEXT.")
    return key.strip(), said.strip()


def _people(office: Office, arguments: argparse.Namespace) -> tuple[str, ...]:
    if arguments.search:
        found = searched(office, arguments.search, ("person",), SAFE)
    else:
        found = tuple(records.resolve(office, one) for one in arguments.person)
    if not found:
        raise _nobody()
    return found


def _nobody() -> KzcaseError:
    return KzcaseError("Nobody was chosen.", safe=SAFE, remedy="Give --person ID, --search Q or --pack NAME.")


def _options(pack: Pack) -> dict[str, Any]:
    """What the register keeps of a paper's settings besides its own fields."""
    said = {
        key: getattr(pack, key)
        for key in ("heading", "sender", "classification", "letterhead", "search")
        if getattr(pack, key)
    }
    return said | ({"without": list(pack.without)} if pack.without else {})


def handed_out(arguments: argparse.Namespace) -> None:
    """List the papers that were handed out, or the consents withdrawn after papers had gone out."""
    with opened(arguments) as office:
        if arguments.withdrawn:
            with office.read() as session:
                _withdrawn(exports.overtaken(session), as_json=arguments.json)
            return
        found = exports.listed(
            office,
            person=records.resolve(office, arguments.person) if arguments.person else "",
            consent=records.resolve(office, arguments.consent) if arguments.consent else "",
            pack=packs.named(office, arguments.pack).id if arguments.pack else "",
            sha256=arguments.sha256,
        )
        with office.read() as session:
            titles = records.titles(
                session, [one for paper in found for one in (*paper.persons, paper.mission) if one]
            )
    if arguments.json:
        print_json([_plain(one) for one in found])
        return
    for one in found:
        to = one.recipient or titles.get(one.mission, "")
        about = ", ".join(titles[person] for person in one.persons)
        print(
            "  ".join(
                filter(
                    None, (one.made.isoformat(), one.template, one.form, one.audience, to, about, one.sha256)
                )
            )
        )


def _withdrawn(found: Sequence[exports.Overtaken], *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "consent": one.consent,
                    "person": one.person,
                    "withdrawn": one.when,
                    "papers": [_plain(paper) for paper in one.papers],
                }
                for one in found
            ]
        )
        return
    for one in found:
        print(f"{one.title}: consent {one.consent[:8]} withdrawn or refused {one.when}".rstrip())
        for paper in one.papers:
            to = f" to {paper.recipient}" if paper.recipient else ""
            print(f"  {paper.made.isoformat()}  {paper.template} ({paper.audience}){to}  {paper.sha256}")


def _plain(one: exports.Handed) -> dict[str, Any]:
    return {
        "id": one.id,
        "made": one.made.isoformat(),
        "as_of": one.as_of.isoformat(),
        "template": one.template,
        "form": one.form,
        "audience": one.audience,
        "rule": one.rule or None,
        "language": one.language,
        "recipient": one.recipient,
        "mission": one.mission or None,
        "pack": one.pack or None,
        "people": list(one.persons),
        "consents": list(one.consents),
        "annexes": list(one.documents),
        "sha256": one.sha256,
        "pages": one.pages,
        "locked": one.locked,
        "options": dict(one.options),
    }


def kept_packs(arguments: argparse.Namespace) -> None:
    """List the packs and the audiences the office named, or keep a pack no longer."""
    with opened(arguments) as office:
        if arguments.remove:
            kept_no_more = packs.named(office, arguments.remove)
            packs.remove(office, kept_no_more.id)
            if arguments.json:
                print_json({"removed": kept_no_more.name})
            else:
                print(f"Kept no longer: {kept_no_more.name}")
            return
        kept, rules = packs.listed(office), audiences.listed(office)
        counts = {one.id: len(packs.people(office, one)) for one in kept}
    if arguments.json:
        print_json(
            {
                "packs": [
                    {
                        "id": one.id,
                        "name": one.name,
                        "template": one.template,
                        "audience": one.audience,
                        "rule": one.rule or None,
                        "language": one.language,
                        "people": counts[one.id],
                        "search": one.search,
                        "recipient": one.recipient,
                    }
                    for one in kept
                ],
                "audiences": [
                    {
                        "id": one.id,
                        "name": one.name,
                        "base": one.base.value,
                        "kept_back": sorted(one.kept_back),
                    }
                    for one in rules
                ],
            }
        )
        return
    for one in kept:
        print(f"{one.name}  {one.template}, {one.audience}, {one.language}, {counts[one.id]} people")
    for rule in rules:
        print(
            f"audience {rule.name}  {rule.base.value}, "
            f"keeps back {', '.join(sorted(rule.kept_back)) or 'nothing'}"
        )
