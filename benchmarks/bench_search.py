"""Search as you type at 100,000 people, against one unranked MATCH of the folded words."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.harness import Contest, Contestant, Size
from benchmarks.recall import measure
from benchmarks.vaults import filled
from kzcase.models.textrow import SEQ
from kzcase.names.folding import fold
from kzcase.search.expressions import match_of
from kzcase.search.query import NEAR_WORDS
from kzcase.services import lists, searching
from kzcase.services.office import Office

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

BARE = (
    "SELECT r.id, r.kind, r.title FROM record AS r"
    f" WHERE r.seq IN (SELECT rowid & {SEQ} FROM search_text WHERE search_text MATCH ? LIMIT 50)"
)
FILTERS = (
    "restriction in force",
    "people detained Turkistan Region",
    "ends within 60 days",
    "people article 405",
    "no consent recorded",
    "letter unanswered",
    "Nur-Sultan",
    "in force ends within 60 days Almaty",
    "restriction in force Almaty",
    "Медеуский районный суд",
)
MOST_SLIPS = 2
FRAME = "16 ms at the 95th percentile, 1.5 x the floor"
HOSTILE = {
    "nonsense": "xqzzkv wwpfj",
    "10 KB pasted": "Бокаев Макс " * 850,
    "one letter 10,000 times": "я" * 10_000,
    "search syntax": 'NEAR(а б, 2) OR words:* AND "',
    "a quote, a star, a NUL": '"а*\x00б',
    "a face": "🙂 Ив",
    "two words of one letter": "а б",
    "eight common beginnings": "а б с к м н т р",
    "a letter with its marks apart": "и\u0306",
    "letters of two scripts in one word": "Сeйткaли",
}


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """What a caseworker types, from the first letter to a whole name with a slip in it."""
    with filled(folder / "search.kzvault", size.of(100_000, least=200)) as office:
        rest(office)
        yield from held(office, size)
        yield from hostile(office, size)
        yield from keys(office, size)
        yield from recalled(office, size)
        planted = with_sample(office)
        rest(office)
        yield from recalled(office, size, "of the sample, among them all, ", planted)
    with sampled(folder / "sample.kzvault") as office:
        yield from recalled(office, size, "in the sample, ")


def held(office: Office, size: Size) -> Iterator[Contest]:
    """The contests in an office that is already filled."""
    chance = random.Random(1)
    some = lists.ListQuery("person", sort="region", columns=(lists.TITLE,), limit=400)
    names = [row.cells[0] for row in lists.page(office, some).rows]
    typed = {
        "one letter": [name[:1] for name in names],
        "two letters": [name[:2] for name in names],
        "three letters": [name[:3] for name in names],
        "a surname": [name.split()[0] for name in names],
        "a surname and a given name": [" ".join(name.split()[:2]) for name in names],
        "a surname with a slip": [_slipped(name.split()[0], chance) for name in names],
        "a word of many records": ["fictional", "trials"],
    }
    for what, queries in typed.items():
        chance.shuffle(queries)
        for alike in (False, True):
            ours, bare = _asker(queries), _asker(queries)
            yield Contest(
                name=f"find {what}{', and who is called like it' if alike else ''}",
                ours=Contestant("searching.find", partial(_find, office, ours, alike)),
                floor=_looking(office, bare)
                if alike and "slip" in what
                else Contestant("one unranked MATCH", partial(_match, office, bare)),
                rounds=size.of(100, least=5),
                asked=FRAME,
            )
    for asked in FILTERS:
        bare = _asker([name.split()[0] for name in names])
        yield Contest(
            name=f"find “{asked}”",
            ours=Contestant(
                "searching.find_narrowed",
                lambda asked=asked: searching.find_narrowed(office, asked),  # type: ignore[misc]
            ),
            floor=Contestant("one unranked MATCH of a surname", partial(_match, office, bare)),
            rounds=size.of(50, least=5),
            asked="16 ms at the 95th percentile",
        )
    for what, sort in (
        *((what, lists.TITLE) for what in ("one letter", "two letters", "three letters", "a surname")),
        *((what, "region") for what in ("one letter", "three letters", "a surname")),
    ):
        ours, bare = _asker(typed[what]), _asker(typed[what])
        yield Contest(
            name=f"filter People by {what}, sorted by {sort}",
            ours=Contestant("lists.page", partial(_filter, office, ours, sort)),
            floor=Contestant("one unranked MATCH", partial(_match, office, bare)),
            rounds=size.of(100, least=5),
            asked="16 ms at the 95th percentile",
        )


def hostile(office: Office, size: Size) -> Iterator[Contest]:
    """Whatever else may be typed or pasted: each is a contest of its own, since each costs something else."""
    for what, typed in HOSTILE.items():
        yield Contest(
            name=f"find {what}",
            ours=Contestant("searching.find", lambda typed=typed: searching.find(office, typed)),  # type: ignore[misc]
            rounds=size.of(40, least=3),
            asked="16 ms at the 95th percentile",
        )


def keys(office: Office, size: Size) -> Iterator[Contest]:
    """From a letter typed to the rows that it finds standing there; what else is said of it comes after."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication, QWidget

    from kzcase.settings import Settings
    from kzcase.ui import theme
    from kzcase.ui.common.desk import Desk
    from kzcase.ui.common.lists.listpage import ListPage
    from kzcase.ui.common.look import Look
    from kzcase.ui.common.worker import Worker
    from kzcase.ui.main import application
    from kzcase.ui.palette.palette import Palette

    app = application()
    settings = Settings(theme="light")
    worker = Worker()
    desk = Desk(office, worker, Look(settings, theme.apply(app, settings)))

    def settle() -> None:
        QApplication.processEvents()
        while worker.busy:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    some = lists.ListQuery("person", sort="region", columns=(lists.TITLE,), limit=60)
    names = [" ".join(row.cells[0].split()[:2]) for row in lists.page(office, some).rows]
    page, over = ListPage(desk, "person"), QWidget()
    palette = Palette(desk, {}, over)
    for widget in (page, over):
        widget.resize(1130, 680)
        widget.show()
    palette.open_with((), ())
    settle()
    came: list[None] = []
    page.model.modelReset.connect(partial(came.append, None))

    def in_palette(text: str) -> bool:
        return palette.answered == text

    def in_list(_text: str) -> bool:
        return bool(came)

    for where, line, done in (
        ("the filter of People", page.filter, in_list),
        ("the palette", palette.line, in_palette),
    ):
        letters = _letters(names)

        def press(
            line: QLineEdit = line, letters: Iterator[str] = letters, done: Callable[[str], bool] = done
        ) -> None:
            came.clear()
            text = next(letters)
            line.setText(text)
            while not done(text):
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

        yield Contest(
            name=f"type a letter of a name into {where}, until its rows stand there",
            ours=Contestant("the window", press, after=settle),
            rounds=size.of(400, least=5),
            asked="16 ms at the 95th percentile",
        )
    for widget in (page, over):
        widget.hide()
        widget.deleteLater()
    desk.leave()
    worker.stop()


def _letters(names: Sequence[str]) -> Iterator[str]:
    """Names as they stand in a line while they are typed, letter by letter, over and over."""
    return cycle([name[:end] for name in names for end in range(1, len(name) + 1) if name[end - 1] != " "])


@contextmanager
def sampled(path: Path) -> Iterator[Office]:
    """An open office with the sample that ships with the program."""
    with filled(path, 0) as office:
        with_sample(office)
        yield office


def with_sample(office: Office) -> frozenset[str]:
    """Take the sample that ships with the program in; returns the ids of its people."""
    from kzcase import resources
    from kzcase.exchange import recordsfile

    before = _people(office)
    recordsfile.apply(office, recordsfile.plan(office, sorted(resources.path("sample").glob("*.jsonl"))))
    return _people(office) - before


def _people(office: Office) -> frozenset[str]:
    with office.read() as session:
        rows = session.connection().exec_driver_sql("SELECT id FROM record WHERE kind = 'person'")
        return frozenset(one for (one,) in rows)


def rest(office: Office) -> None:
    """What a window does while nobody types."""
    while office.rest():
        pass


def recalled(
    office: Office, size: Size, where: str = "", among: frozenset[str] | None = None
) -> Iterator[Contest]:
    """Every way to write a name: how many find their person among the first ten, and how fast."""
    for way, tally in sorted(measure(office, size.of(200, least=10), among=among).items()):
        ours, bare = _asker(tally.queries), _asker(tally.queries)
        yield Contest(
            name=f"{where}find by {way}: {tally.share:.1%} of {tally.typed} found, "
            f"{tally.best:.1%} possible, {tally.strangers / tally.typed:.2f} strangers each, "
            f"{tally.most} at most",
            ours=Contestant("searching.find", lambda ours=ours: searching.find(office, next(ours))),  # type: ignore[misc]
            floor=Contestant("one unranked MATCH", partial(_match, office, bare)),
            rounds=size.of(100, least=5),
            asked=f"99 % found; {FRAME}",
        )


def _asker(queries: Sequence[str]) -> Iterator[str]:
    return cycle(list(queries))


def _find(office: Office, typed: Iterator[str], alike: bool) -> object:
    return searching.find(office, next(typed), alike=alike)


def _match(office: Office, typed: Iterator[str]) -> object:
    with office.read() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        return driver.execute(BARE, (match_of(fold(next(typed)).split()),)).fetchall()


def _looking(office: Office, typed: Iterator[str]) -> Contestant:
    """The least that finds a word with a slip: nothing is met, and the words of names are gone through."""

    def look() -> object:
        word = next(typed)
        with office.read() as session:
            near = office.known_words.near(session.connection(), fold(word), MOST_SLIPS, NEAR_WORDS)
        return _match(office, iter((word,))), near

    return Contestant("one unranked MATCH and a look through the words", look)


def _filter(office: Office, typed: Iterator[str], sort: str) -> object:
    columns = lists.first_look("person").columns
    return lists.page(office, lists.ListQuery("person", sort, filter=next(typed), columns=columns))


def _slipped(word: str, chance: random.Random) -> str:
    """A word with two neighbouring letters swapped somewhere inside."""
    at = chance.randrange(1, max(2, len(word) - 2))
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
