"""Commands that decide what colleagues' files brought: conflicts, resolve, undo-import, erase."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from kzcase.cli import typed
from kzcase.cli.common import MISUSED, counted, opened, print_json, print_table, terminal_progress, told
from kzcase.errors import KzcaseError
from kzcase.services import conflicts, erasures, imports, records
from kzcase.services.erasures import Effect
from kzcase.services.office import Office

MOST_SHOWN = 40


def list_conflicts(arguments: argparse.Namespace) -> None:
    """List what awaits a decision, each with its values."""
    with opened(arguments) as office:
        found = conflicts.listed(office, limit=10_000)
    if arguments.json:
        print_json(
            [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "title": one.title,
                    "field": one.field,
                    "label": one.label,
                    "protective": one.protective,
                    "values": [
                        {
                            "revision": side.revision,
                            "value": side.value,
                            "text": side.text,
                            "author": side.author,
                            "who": side.who,
                            "time": side.time,
                            "shown": side.shown,
                        }
                        for side in one.sides
                    ],
                }
                for one in found
            ]
        )
        return
    for one in found:
        print(f"{one.title} ({one.kind}, {one.id}): {one.label} [{one.field}]")
        for side in one.sides:
            mark = "  <- shown" if side.shown else ""
            print(f"    {side.revision[:12]}  {side.text or '(empty)'}   {side.who}, {side.time}{mark}")
    if not found:
        print("Nothing awaits a decision.")


def resolve(arguments: argparse.Namespace) -> int:
    """Decide an undecided field."""
    given = [arguments.take is not None, arguments.value is not None, arguments.keep_both]
    if sum(given) != 1:
        print("kzcase resolve: give one of --take, --value, --keep-both", file=sys.stderr)
        return MISUSED
    with opened(arguments) as office:
        record = records.resolve(office, arguments.id)
        beside: tuple[str, ...] = ()
        if arguments.keep_both:
            beside = conflicts.keep_both(office, record, arguments.field)
        elif arguments.take is not None:
            conflicts.take(office, record, arguments.field, arguments.take)
        else:
            field = records.require_field(records.view(office, record).kind, arguments.field)
            conflicts.decide(office, record, arguments.field, typed.value(office, field, arguments.value))
        now = records.view(office, record)
    if arguments.json:
        print_json(
            {
                "id": now.id,
                "kind": now.kind,
                "title": now.title,
                "field": arguments.field,
                "value": now.fields.get(arguments.field),
                "beside": list(beside),
            }
        )
    elif arguments.keep_both:
        print(f"Decided; {counted(len(beside), 'other value stands', 'other values stand')} beside it.")
    else:
        print("Decided, as a new revision.")
    return 0


def undo_import(arguments: argparse.Namespace) -> None:
    """List the imports, or take one back."""
    with opened(arguments) as office:
        if arguments.batch is None:
            found = imports.listed(office)
            if arguments.json:
                print_json([_plain_import(one) for one in found])
            else:
                rows = [(one.id, one.time, one.sender or one.label, one.undone or "") for one in found]
                print_table(rows, ("id", "taken in", "from", "undone"))
            return
        if arguments.plan:
            undo = imports.look(office, arguments.batch)
        else:
            undo = imports.undo(office, arguments.batch, progress=terminal_progress())
    if arguments.json:
        print_json(
            {
                "batch": undo.batch,
                "leaving": undo.leaving,
                "records": undo.leaving_records,
                "gone": undo.gone,
                "shared": undo.shared,
                "parts": undo.parts,
                "staying": [
                    {"id": one.id, "kind": one.kind, "title": one.title, "revisions": one.revisions}
                    for one in undo.staying
                ],
            }
        )
        return
    verb = "Would leave" if arguments.plan else "Left"
    leaving = counted(undo.leaving, "change")
    print(f"{verb}: {leaving} of {counted(undo.leaving_records, 'record')}.")
    for one in undo.staying:
        print(f"  stays, because something was written upon it: {one.title} ({one.kind})")
    if undo.shared:
        print(f"  {counted(undo.shared, 'change')} came by another import too, and will stay.")


def _plain_import(one: imports.Import) -> dict[str, Any]:
    return {
        "batch": one.id,
        "file": one.label,
        "from": one.sender,
        "verified": one.verified,
        "time": one.time,
        "undone": one.undone,
        "revisions": one.revisions,
    }


# --- erasing --------------------------------------------------------------------------------------


def erase(arguments: argparse.Namespace) -> int:
    """Erase a record, or decide a colleague's proposal to; without ID: list the proposals."""
    if sum(map(bool, (arguments.plan, arguments.yes, arguments.decline))) > 1:
        print("kzcase erase: give one of --plan, --yes, --decline", file=sys.stderr)
        return MISUSED
    with opened(arguments) as office:
        if arguments.id is None:
            _print_proposals(office, arguments.json)
            return 0
        record = records.resolve(office, arguments.id)
        compartment = arguments.compartment or ""
        if arguments.decline:
            erasures.decline(office, record, compartment)
            if arguments.json:
                print_json({"declined": True, "id": record, "compartment": compartment})
            else:
                print("Declined. It stays, and is not asked again.")
            return 0
        if not arguments.yes:
            effect = erasures.look(office, record, compartment)
        else:
            effect = erasures.erase(office, record, compartment, progress=terminal_progress())
    if arguments.json:
        print_json({"erased": arguments.yes, **_plain_effect(effect)})
    else:
        _print_effect(effect, arguments.yes)
    if not arguments.yes and not arguments.plan:
        return told(
            KzcaseError(
                "Erasing cannot be undone.",
                safe="Nothing was erased.",
                remedy="Give --yes to erase it, or --plan to look only.",
            )
        )
    return 0


def _print_proposals(office: Office, as_json: bool) -> None:
    found = erasures.proposals(office)
    if as_json:
        print_json(
            [
                {
                    "id": one.record,
                    "kind": one.kind,
                    "title": one.title,
                    "compartment": one.compartment,
                    "by": list(one.by),
                    "time": one.time,
                    "others": one.others,
                }
                for one in found
            ]
        )
        return
    rows = [(one.record[:8], one.title, one.words, ", ".join(one.by), one.time[:10]) for one in found]
    print_table(rows, ("id", "record", "what", "erased by", "on"))
    if found:
        print(
            "To erase it here too: kzcase erase VAULT ID --yes. To keep it: kzcase erase VAULT ID --decline."
        )


def _plain_effect(effect: Effect) -> dict[str, Any]:
    return {
        "id": effect.record,
        "kind": effect.kind,
        "title": effect.title,
        "compartment": effect.compartment,
        "records": effect.records,
        "kinds": {kind: number for kind, _, number in effect.kinds},
        "elsewhere": [
            {"id": one.id, "kind": one.kind, "title": one.title, "past": one.past} for one in effect.elsewhere
        ],
        "drafts": effect.drafts,
        "colleagues": list(effect.colleagues),
        "backups": [str(one) for one in effect.backups],
    }


def _print_effect(effect: Effect, done: bool) -> None:
    listed = ", ".join(f"{number} {words.lower()}" for _, words, number in effect.kinds)
    what = erasures.compartment_words(effect.compartment)
    print(f"{'Erased' if done else 'Would be erased'}: {effect.title}, {what} ({listed})")
    for one in effect.elsewhere[:MOST_SHOWN]:
        where = "in the history of" if one.past else "in"
        print(f"  the name still stands {where}: {one.title} ({one.kind}, {one.id})")
    if len(effect.elsewhere) > MOST_SHOWN:
        print(f"  and in {len(effect.elsewhere) - MOST_SHOWN} more")
    if effect.drafts:
        print(f"  and in drafts of other records: {effect.drafts}. Open them, and save or discard them.")
    if effect.colleagues:
        print(f"  may still be with: {', '.join(effect.colleagues)}; your next file proposes it to them.")
    for path in effect.backups:
        print(f"  still in the backup: {path}")
    if not effect.rewritten:
        print("  The vault's file could not be written anew: there is too little room beside it.")
