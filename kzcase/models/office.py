"""What the office adds for itself: tasks, terms, links to benchmarks, notes on the law, decisions."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record, Travel
from kzcase.models.common import do_not_share_field, remarks_field
from kzcase.models.fields import (
    INTERNAL,
    choice_field,
    date_field,
    flag_field,
    link_field,
    note_field,
    text_field,
)


class Task(Record):
    """Something the office has to do, beside the record it is about."""

    __tablename__ = "task"
    __kind__: ClassVar[KindOptions] = KindOptions("Task", "Tasks", ("title",), group="more")

    title: Mapped[str | None] = text_field("What to do", required=True, audiences=INTERNAL)
    record: Mapped[str | None] = link_field("About", owner=True, audiences=INTERNAL)
    due: Mapped[str | None] = date_field("Due", audiences=INTERNAL, listed=True)
    done: Mapped[str | None] = date_field("Done", audiences=INTERNAL, listed=True)
    priority: Mapped[str | None] = choice_field("Priority", "priority", audiences=INTERNAL, listed=True)
    assigned_to: Mapped[str | None] = text_field("Who", audiences=INTERNAL, listed=True)
    remarks: Mapped[str | None] = remarks_field()


class Term(Record):
    """A vocabulary term the office added; `key` is what fields hold, for ever."""

    __tablename__ = "term"
    __kind__: ClassVar[KindOptions] = KindOptions("Vocabulary term", "Vocabulary terms", ("label_en",))

    vocabulary: Mapped[str | None] = text_field("Vocabulary", required=True, listed=True)
    key: Mapped[str | None] = text_field("Key", required=True)
    label_en: Mapped[str | None] = text_field("In English", required=True)
    label_ru: Mapped[str | None] = text_field("In Russian")
    label_kk: Mapped[str | None] = text_field("In Kazakh")
    help: Mapped[str | None] = note_field("Explanation")
    retired: Mapped[bool | None] = flag_field("No longer offered")
    remarks: Mapped[str | None] = remarks_field()


class BenchmarkLink(Record):
    """That a case, person, event or restriction shows how a benchmark is kept or not."""

    __tablename__ = "benchmark_link"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Benchmark link", "Benchmark links", ("benchmark", "record")
    )

    record: Mapped[str | None] = link_field("Record", owner=True, required=True)
    benchmark: Mapped[str | None] = choice_field("Benchmark", "benchmark", required=True, listed=True)
    note: Mapped[str | None] = note_field("What it shows")
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class LawNote(Record):
    """The office's addition or correction laid over a shipped law row, or a row of its own."""

    __tablename__ = "law_note"
    __kind__: ClassVar[KindOptions] = KindOptions("Note on the law", "Notes on the law", ("article", "part"))

    article: Mapped[str | None] = choice_field("Article", "law_article", required=True, listed=True)
    part: Mapped[str | None] = text_field("Part")
    title_en: Mapped[str | None] = text_field("Title in English")
    title_ru: Mapped[str | None] = text_field("Title in Russian")
    title_kk: Mapped[str | None] = text_field("Title in Kazakh")
    penalties: Mapped[str | None] = note_field("Penalties provided")
    note: Mapped[str | None] = note_field("Note")
    valid_from: Mapped[str | None] = date_field("Valid from", listed=True)
    valid_to: Mapped[str | None] = date_field("Valid until")
    source: Mapped[str | None] = link_field("Source", "source")
    checked_by: Mapped[str | None] = text_field("Checked by (lawyer)", audiences=INTERNAL)
    checked: Mapped[str | None] = date_field("Checked on")
    remarks: Mapped[str | None] = remarks_field()


class NotSame(Record):
    """That two people who look like one are two."""

    __tablename__ = "not_same"
    __kind__: ClassVar[KindOptions] = KindOptions("Two people", "Two people", ("first", "second"))

    first: Mapped[str | None] = link_field("One", "person", owner=True, required=True, audiences=INTERNAL)
    second: Mapped[str | None] = link_field(
        "The other", "person", owner=True, required=True, audiences=INTERNAL
    )
    reason: Mapped[str | None] = note_field("How it is known", audiences=INTERNAL)
    remarks: Mapped[str | None] = remarks_field()


class SavedSearch(Record):
    """A search that the office asks again and again, kept under a name.

    It never leaves the vault: what an office looks for tells what it works on,
    and a colleague's lists are not ours to fill.
    """

    __tablename__ = "saved_search"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Saved search", "Saved searches", ("name",), travel=Travel.PRIVATE
    )

    name: Mapped[str | None] = text_field("Name", required=True, audiences=INTERNAL)
    query: Mapped[str | None] = text_field("What is looked for", required=True, audiences=INTERNAL)
