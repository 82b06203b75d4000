"""Before a border: a list to go through, a vault to travel with, and its way home."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.services.office import Office
from kzcase.ui.common.choosing import RecordChooser
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion
from kzcase.ui.common.newsecret import NewSecret
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.text import button, counted, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.settings.section import Section, line

SUFFIX, SEALED = ".kzvault", ".kzcase"
HEALTH, FAMILY, SOURCE, IDENTITY = "health", "family", "source", "identity"


class TravelSection(Section):
    """Makes a travel vault of chosen people; in a travel vault it writes what was done for home."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self.column.addWidget(label(self.tr("Before a border"), "heading"))
        for words in (
            self.tr("1. Back up to a stick, and leave it with somebody who does not travel with you."),
            self.tr("2. Leave the recovery sheet at home."),
            self.tr("3. Delete papers, exported files and case files that were handed over; empty the bin."),
            self.tr("4. Leave this vault at home, and take a travel vault with what you need on the way."),
            self.tr("5. At the border: lock, close the program, shut the laptop down; do not let it sleep."),
            self.tr("6. If it was out of your hands, do not unlock anything on it. Ask a colleague to look."),
        ):
            self.say(words)
        self.packing = QWidget()
        self._build_packing(self.packing)
        self.column.addWidget(self.packing)
        self.return_ = button(self.tr("&Write it home"), primary=True)
        self.return_.clicked.connect(self._ask_sealed)
        self.returning = QWidget()
        back = Section.box(self.returning)
        back.addWidget(label(self.tr("This is a travel vault"), "heading"))
        back.addWidget(
            label(
                self.tr(
                    "What is in it goes home as a file that only the vault it came from can open. There, "
                    "take it in under Exchange: only what was written on the way is new."
                ),
                wrap=True,
            )
        )
        back.addLayout(line(self.return_))
        self.column.addWidget(self.returning)
        self.problem = label(role="bad", wrap=True, select=True)
        self.done = label(wrap=True, select=True)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.done)
        self.column.addStretch(1)
        self.returning.hide()

    def _build_packing(self, around: QWidget) -> None:
        inside = Section.box(around)
        inside.addWidget(label(self.tr("A travel vault"), "heading"))
        inside.addWidget(
            label(
                self.tr(
                    "A new vault with a passphrase and keys of its own. It holds the people you choose with "
                    "what belongs to them, less what stays at home, as what is marked “do not share” does."
                ),
                wrap=True,
            )
        )
        inside.addWidget(label(self.tr("Who goes along"), "small"))
        self.people = RecordChooser(self.desk, ("person",))
        inside.addWidget(self.people)
        inside.addWidget(label(self.tr("What stays at home"), "small"))
        self.without = {
            HEALTH: QCheckBox(self.tr("Health")),
            FAMILY: QCheckBox(self.tr("Family")),
            SOURCE: QCheckBox(self.tr("Who told it")),
            IDENTITY: QCheckBox(self.tr("Identity")),
        }
        for key, box in self.without.items():
            box.setChecked(key != IDENTITY)
        inside.addLayout(line(*self.without.values()))
        self.documents = QCheckBox(self.tr("The files of documents go along"))
        inside.addWidget(self.documents)
        self.secret = NewSecret(
            self.desk.worker, self.tr("Passphrase of the travel vault"), self.tr("The same again")
        )
        inside.addWidget(self.secret)
        self.make = button(self.tr("&Make the travel vault"), primary=True)
        self.make.clicked.connect(self._ask_place)
        inside.addLayout(line(self.make))
        self.people.changed.connect(self._consider)
        self.secret.considered.connect(self._consider)
        self._consider()

    def read(self) -> None:
        """Find out whether this is a travel vault itself."""
        self._latest.ask(partial(_is_travelling, self.desk.office))

    def begin(self) -> None:
        """The keyboard starts where people are chosen."""
        self.people.setFocus()

    def leave(self) -> None:
        """Empty the passphrase."""
        self.secret.forget()

    def _show(self, travelling: bool) -> None:
        self.packing.setVisible(not travelling)
        self.returning.setVisible(travelling)

    def _consider(self) -> None:
        self.make.setEnabled(bool(self.people.chosen) and bool(self.secret.text))

    def _ask_place(self) -> None:
        start = self.desk.office.path.with_name(f"travel{SUFFIX}")
        FileQuestion(
            self,
            self.tr("Where the travel vault goes"),
            f"kzcase (*{SUFFIX})",
            self.pack,
            save=True,
            start=start,
        )

    def pack(self, path: Path) -> None:
        """Make the travel vault at this place."""
        path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        without = tuple(key for key, box in self.without.items() if box.isChecked())
        work = partial(
            _make,
            self.desk.office,
            path,
            self.secret.text,
            self.people.chosen,
            without,
            self.documents.isChecked(),
        )
        self._start(self.tr("Making the travel vault"), work)

    def _ask_sealed(self) -> None:
        start = self.desk.office.path.with_name(f"home{SEALED}")
        FileQuestion(
            self,
            self.tr("Where the file for home goes"),
            f"kzcase (*{SEALED})",
            self.send,
            save=True,
            start=start,
        )

    def send(self, path: Path) -> None:
        """Write what is here for home."""
        path = path if path.suffix == SEALED else path.with_name(path.name + SEALED)
        self._start(self.tr("Writing it home"), partial(_home, self.desk.office, path))

    def _start(self, words: str, work: partial[tuple[Path, int]]) -> None:
        self.problem.clear()
        self.done.clear()
        job = self.desk.worker.long(words, work, quiet=True)
        job.done.connect(self._say_done)
        job.failed.connect(self._failed)

    def _say_done(self, made: tuple[Path, int]) -> None:
        path, records = made
        self.leave()
        self.done.setText(
            self.tr("Written: {0}, with {1}.").format(
                path, counted(records, self.tr("1 record"), self.tr("{0} records"))
            )
        )

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KzcaseError):
            self.problem.setText(sentence(error))


def _is_travelling(office: Office) -> bool:
    from kzcase.exchange import travel  # with all that reads case files: loaded for who looks at it

    return travel.home_of(office) is not None


def _make(
    office: Office,
    path: Path,
    secret: str,
    people: tuple[str, ...],
    without: tuple[str, ...],
    documents: bool,
    progress: Progress,
) -> tuple[Path, int]:
    from kzcase.exchange import travel

    made = travel.make(office, path, secret, people, without=without, documents=documents, progress=progress)
    return made.path, made.contents.records


def _home(office: Office, path: Path, progress: Progress) -> tuple[Path, int]:
    from kzcase.exchange import travel

    written = travel.home(office, path, progress=progress)
    return written.path, written.contents.records
