"""Commands on records: what kinds there are, list, show, change, import, search, what is due, generate."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from kzcase.cli import state, typed
from kzcase.cli.common import (
    counted,
    day,
    opened,
    print_json,
    print_table,
    terminal_progress,
)
from kzcase.errors import KzcaseError
from kzcase.services import (
    attachedtext,
    deadlines,
    declarations,
    display,
    documents,
    duplicates,
    generate,
    journal,
    lists,
    people,
    records,
)
from kzcase.services.agenda.find import later
from kzcase.services.agenda.ical import write_calendar
from kzcase.services.office import Office


def schema(arguments: argparse.Namespace) -> None:
    """Print kinds and fields, from their declarations."""
    if arguments.json:
        print_json(declarations.schema())
        return
    for kind in declarations.kinds().values():
        print(f"{kind.key}  ({kind.label})")
        for field in kind.fields.values():
            if not field.hidden:
                extra = field.vocabulary or ", ".join(field.targets)
                print(
                    f"    {field.key:22} {field.type.value:10} {field.label}{f'  [{extra}]' if extra else ''}"
                )


def list_records(arguments: argparse.Namespace) -> None:
    """List every record of a kind."""
    kind = declarations.kind_of(arguments.kind)
    if arguments.xlsx is not None or arguments.csv is not None:
        from kzcase.cli.sheets import write_list

        with opened(arguments) as office:
            write_list(office, arguments)
        return
    columns = tuple(column.key for column in lists.columns(kind.key))
    with opened(arguments) as office:
        found: list[lists.ListRow] = []
        after = None
        while True:
            page = lists.page(office, lists.ListQuery(kind.key, columns=columns, after=after, limit=500))
            found += page.rows
            if not page.more:
                break
            after = page.rows[-1].key
    if arguments.json:
        # A field called as one of the contract's keys goes by its kind's name before it.
        names = [f"{kind.key}_{key}" if key in ("id", "kind") else key for key in columns]
        print_json(
            [{"id": row.id, "kind": kind.key, **dict(zip(names, row.cells, strict=True))} for row in found]
        )
        return
    shown = lists.default_columns(kind.key)
    places = [columns.index(key) for key in shown]
    labels = {column.key: column.label for column in lists.columns(kind.key)}
    print_table(
        [(row.id, *(row.cells[place] for place in places)) for row in found],
        ("id", *(labels[key] for key in shown)),
    )


def show(arguments: argparse.Namespace) -> None:
    """Show one record: fields, what is undecided, what is related, and on demand its history."""
    with opened(arguments) as office:
        record = records.resolve(office, arguments.id)
        view = records.view(office, record)
        related = records.related(office, record)
        plain: dict[str, Any] = {
            "id": view.id,
            "kind": view.kind,
            "title": view.title,
            "status": view.status,
            "fields": dict(view.fields),
            "heads": [view.heads[i : i + 32].hex() for i in range(0, len(view.heads), 32)],
            "conflicts": {
                key: [{"revision": c.revision, "value": c.value, "author": c.author} for c in candidates]
                for key, candidates in view.conflicts.items()
            },
            "related": [
                {"id": r.id, "kind": r.kind, "field": r.field, "title": r.title, "status": r.status}
                for r in related
            ],
        }
        entries = journal.of_record(office, record) if arguments.history else ()
        if arguments.history:
            plain["history"] = [journal.plain(entry) for entry in entries]
        if view.kind == "person":
            members = duplicates.together(office, record)
            if len(members) > 1:
                plain["one_person"] = [
                    {"id": one.id, "title": one.title, "fields": dict(one.fields)} for one in members
                ]
            plain["state"] = people.plain_state(people.head(office, record, day(arguments.as_of, office)))
        if arguments.json:
            print_json(plain)
            return
        _print_record(office, view, plain, entries)


def _print_record(
    office: Office, view: records.RecordView, plain: Mapping[str, Any], entries: tuple[journal.Line, ...]
) -> None:
    kind = declarations.kind_of(view.kind)
    print(f"{view.title}   ({kind.label}, {view.id})")
    with office.read() as session:
        speaker = display.Speaker(session)
        for key, value in view.fields.items():
            mark = "  (undecided)" if key in view.conflicts else ""
            print(f"  {kind.fields[key].label}: {speaker.text(kind.fields[key], value)}{mark}")
        for other in plain.get("one_person", ()):
            if other["id"] != view.id:
                print(f"  the same person: {other['title']}   {other['id']}")
                for key, value in other["fields"].items():
                    if key != "merged_into":
                        print(f"    {kind.fields[key].label}: {speaker.text(kind.fields[key], value)}")
    if "state" in plain:
        print("\n".join(state.lines(plain["state"])))
    for row in plain["related"]:
        print(f"  <- {row['kind']}.{row['field']}: {row['title']}   {row['id']}")
    for entry in entries:
        print(f"  {entry.time or 'imported'}  {entry.who}  [{entry.revision[:12]}]")
        for change in entry.changes:
            print(f"      {change.label}: {change.old or '(empty)'} -> {change.new or '(empty)'}")


def set_fields(arguments: argparse.Namespace) -> None:
    """Set fields of a record; an empty value empties the field."""
    with opened(arguments) as office:
        record = records.resolve(office, arguments.id)
        view = records.view(office, record)
        values = {}
        base: dict[str, frozenset[str]] = {}
        for assignment in arguments.assignments:
            key, equals, text = assignment.partition("=")
            if not equals:
                raise KzcaseError(
                    f"“{assignment}” is not FIELD=VALUE.",
                    safe="Nothing was changed.",
                    remedy="Write e.g. region=KZ-23.",
                )
            field = records.require_field(view.kind, key)
            values[key] = typed.value(office, field, text)
            if field.type.is_set:
                base[key] = frozenset(view.fields.get(key) or ())
        saved = records.save(office, records.Draft(view.kind, record, values, view.heads, base))
        print(f"Saved: {saved.title}")


def delete(arguments: argparse.Namespace) -> None:
    """Mark a record deleted."""
    with opened(arguments) as office:
        record = records.resolve(office, arguments.id)
        view = records.view(office, record)
        records.delete(office, record)
        print(f"Deleted: {view.title}. It stays in history; nothing else was removed.")


def restore_value(arguments: argparse.Namespace) -> None:
    """Give a field the value it had in a past revision."""
    with opened(arguments) as office:
        record = records.resolve(office, arguments.id)
        revision = journal.full_revision(office, record, arguments.revision)
        records.restore_value(office, record, arguments.field, revision)
        print("Restored, as a new revision.")


def attach(arguments: argparse.Namespace) -> None:
    """Attach a file to a record as a document."""
    with opened(arguments) as office:
        record = records.resolve(office, arguments.id)
        document = documents.attach(office, record, arguments.file)
        attachedtext.catch_up(office)
        print(f"Attached: {document}")
        print(f"  {attachedtext.told(office, document).words}")


def due(arguments: argparse.Namespace) -> None:
    """List what is due: restriction ends, hearings, next steps, remand ends, letters, consents, tasks."""
    with opened(arguments) as office:
        first = day(arguments.as_of, office)
        if arguments.ics is not None:
            write_calendar(office, arguments.ics, first, later(first, arguments.days), arguments.names)
            if arguments.json:
                print_json({"written": [arguments.ics]})
            else:
                print(f"Written: {arguments.ics}")
            return
        found = deadlines.due(office, first, arguments.days)
    if arguments.json:
        print_json([deadlines.plain(one) for one in found])
        return
    print_table(
        [(d.date, "overdue" if d.overdue else "", d.what, d.title, d.certainty) for d in found],
        ("date", "", "what", "title", "certainty"),
    )


def generate_people(arguments: argparse.Namespace) -> None:
    """Fill a vault with fictional people for trials and benchmarks."""
    with opened(arguments) as office:
        made = generate.people(office, arguments.people, arguments.seed, progress=terminal_progress())
    people = counted(made.people, "fictional person", "fictional people")
    print(f"Made {people} with {counted(made.records, 'record')}.")
