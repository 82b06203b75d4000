"""What of the register goes to paper or to a file: a list, a table, a calendar, figures of a period."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from kzcase.progress import Progress
from kzcase.services.letters.shapes import ALL
from kzcase.services.office import Office
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.icons import Icon
from kzcase.ui.letters.period import Period, month_of, quarter_of, year_of


class PapersMenu(QPushButton):
    """A button with a menu; each entry asks for a file and writes it beside the window."""

    told = Signal(str)
    period_requested = Signal()
    """Ask for the first and the last day of a period."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view, self._query = ALL, ""
        self._period: Period = year_of(desk.today())
        self.setText(self.tr("&Print or export"))
        self.setIcon(desk.icon(Icon.PAPER))
        self.setAutoDefault(True)
        menu = QMenu(self)
        menu.addAction(self.tr("The register as PDF"), self.print_register)
        menu.addAction(self.tr("The register as XLSX"), self.write_xlsx)
        menu.addAction(self.tr("Days on which replies are due, as iCalendar"), self.write_calendar)
        menu.addSeparator()
        menu.addAction(self.tr("Figures of this month"), self.figures_of_month)
        menu.addAction(self.tr("Figures of this quarter"), self.figures_of_quarter)
        menu.addAction(self.tr("Figures of this year"), self.figures_of_year)
        menu.addAction(self.tr("Figures of last year"), self.figures_of_last_year)
        menu.addAction(self.tr("Figures of another period"), self.ask_period)
        self.setMenu(menu)

    def show_view(self, view: str, query: str) -> None:
        """Which letters are in the list: those are printed."""
        self._view, self._query = view, query

    def offers(self) -> tuple[PageAction, ...]:
        """The same for the palette."""
        return (
            PageAction(self.tr("Print the register of letters"), self.print_register, icon=Icon.PAPER),
            PageAction(self.tr("The register of letters as XLSX"), self.write_xlsx, icon=Icon.PAPER),
            PageAction(self.tr("Reply days as iCalendar"), self.write_calendar, icon=Icon.CALENDAR),
            PageAction(self.tr("Figures of letters for this year"), self.figures_of_year, icon=Icon.PAPER),
            PageAction(self.tr("Figures of letters for a period"), self.ask_period, icon=Icon.PAPER),
        )

    def ask_period(self) -> None:
        """Ask for a period."""
        self.period_requested.emit()

    def print_register(self) -> None:
        """The letters that are in the list, as a table on paper."""
        self._ask(self.tr("register of letters"), ".pdf", self.tr("PDF (*.pdf)"), self._register_pdf)

    def write_xlsx(self) -> None:
        """The letters that are in the list, as a spreadsheet."""
        self._ask(self.tr("register of letters"), ".xlsx", self.tr("Excel (*.xlsx)"), self._register_xlsx)

    def write_calendar(self) -> None:
        """The days on which replies are due, for a calendar; without names."""
        self._ask(self.tr("replies due"), ".ics", self.tr("iCalendar (*.ics)"), self._register_ics)

    def figures_of_month(self) -> None:
        """Figures of this month."""
        self.figures(month_of(self._desk.today()))

    def figures_of_quarter(self) -> None:
        """Figures of this quarter."""
        self.figures(quarter_of(self._desk.today()))

    def figures_of_year(self) -> None:
        """Figures of this year."""
        self.figures(year_of(self._desk.today()))

    def figures_of_last_year(self) -> None:
        """Figures of last year."""
        self.figures(year_of(self._desk.today(), back=1))

    def figures(self, period: Period) -> None:
        """One page of figures, with charts."""
        self._period = period
        first, last = period
        name = self.tr("letters {0} to {1}").format(first.isoformat(), last.isoformat())
        self._ask(name, ".pdf", self.tr("PDF (*.pdf)"), self._figures_pdf)

    def _ask(self, name: str, suffix: str, pattern: str, answer: Callable[[Path], None]) -> None:
        start = start_folder() / f"{name}{suffix}"
        FileQuestion(self.window(), self.tr("Print or export"), pattern, answer, save=True, start=start)

    def _register_pdf(self, path: Path) -> None:
        self._write(partial(_register, "pdf", self._view, self._query, path.with_suffix(".pdf")))

    def _register_xlsx(self, path: Path) -> None:
        self._write(partial(_register, "xlsx", self._view, self._query, path.with_suffix(".xlsx")))

    def _register_ics(self, path: Path) -> None:
        self._write(partial(_register, "ics", self._view, self._query, path.with_suffix(".ics")))

    def _figures_pdf(self, path: Path) -> None:
        self._write(partial(_figures, self._period, path.with_suffix(".pdf")))

    def _write(self, work: Callable[[Office, str, Progress], Path]) -> None:
        office, language = self._desk.office, self._desk.language
        job = self._desk.worker.long(self.tr("Writing"), partial(work, office, language), reads=True)
        job.done.connect(self._written)

    def _written(self, path: Path) -> None:
        self.told.emit(
            self.tr("Written: {0}. Outside the vault it is no longer encrypted.").format(path.name)
        )


def _register(
    form: str, view: str, query: str, target: Path, office: Office, language: str, progress: Progress
) -> Path:
    # What draws papers is loaded when somebody wants one.
    from kzcase.letters import papers

    progress.step("", 0, 0)
    write = {"pdf": papers.register_pdf, "xlsx": papers.register_xlsx, "ics": papers.register_ics}[form]
    write(office, target, view=view, query=query, language=language, progress=progress)
    return target


def _figures(period: Period, target: Path, office: Office, language: str, progress: Progress) -> Path:
    from kzcase.letters import papers

    progress.step("", 0, 0)
    first, last = period
    papers.figures_pdf(office, target, first=first, last=last, language=language, progress=progress)
    return target
