"""The forms that are saved together: what is typed into them, what is begun beside their fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from weakref import ref

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from kzcase.errors import Refusal
from kzcase.services import records, vocabulary
from kzcase.services.declarations import Kind
from kzcase.services.office import Office
from kzcase.services.vocabulary import Term
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.base import FieldEditor, Surroundings
from kzcase.ui.common.fields.choice import ChoiceEditor, ChoicesEditor
from kzcase.ui.common.fields.link import Wanted
from kzcase.ui.common.forms import gather
from kzcase.ui.common.forms.attached import AttachedCard, Link
from kzcase.ui.common.forms.fieldbox import FieldBox, numbered
from kzcase.ui.common.forms.recordform import RecordForm


@dataclass(frozen=True, slots=True)
class _Coming:
    """Something that is being begun: beside which field of which form, by which link, with which text."""

    host: RecordForm
    field: str
    link: Link | None
    text: str


class FormSet(QObject):
    """Holds record forms in the order in which they are read, and the cards attached to their fields."""

    edited = Signal()
    told = Signal(str)
    open_wanted = Signal(str)
    page_wanted = Signal(str, int)
    decided = Signal(str, str, object)
    drop_wanted = Signal(str)
    """A citation or alternative value that is in the vault is to go."""
    grown = Signal()
    """Something was placed among the forms, or taken out: Tab has another way to go."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._forms: list[RecordForm] = []
        self._cards: list[AttachedCard] = []
        self._coming: dict[str, _Coming] = {}
        self._here: FieldBox | None = None
        self._term_for: FieldEditor | None = None
        self.around = Surroundings(desk.language)
        _follow_focus(self)

    @property
    def forms(self) -> tuple[RecordForm, ...]:
        """Every form, also those attached to fields."""
        return tuple(self._forms)

    @property
    def cards(self) -> tuple[AttachedCard, ...]:
        """What is begun beside fields."""
        return tuple(self._cards)

    @property
    def touched(self) -> bool:
        """Whether something was typed that is not saved."""
        return any(form.touched for form in self._forms)

    def clear(self, around: Surroundings) -> None:
        """Begin anew, with what editors need to know."""
        self._forms.clear()
        self._cards.clear()
        self._coming.clear()
        self._here = None
        self.around = around

    def make(self, data: gather.FormData, *, compact: bool = False, columns: int = 0) -> RecordForm:
        """Make a form and listen to it; its place on the screen is the caller's to find."""
        form = RecordForm(data, self.around, self._desk, compact=compact, columns=columns)
        form.edited.connect(self._on_edited)
        form.create_wanted.connect(self._create)
        form.open_wanted.connect(self._open)
        form.page_wanted.connect(self.page_wanted)
        form.term_wanted.connect(self._add_term)
        form.decided.connect(self.decided)
        form.cite_wanted.connect(self._cite)
        form.other_value_wanted.connect(self._write_other_value)
        form.drop_wanted.connect(self.drop_wanted)
        form.unfolded.connect(self.grown)
        self._forms.append(form)
        return form

    def drop(self, form: RecordForm) -> None:
        """Hold this form no more, nor what was begun beside its fields."""
        for card in [one for one in self._cards if form.isAncestorOf(one)]:
            self._forget(card)
        self._leave(form)
        self._forms.remove(form)

    def of(self, record: str) -> RecordForm | None:
        """The form of a record."""
        return next((form for form in self._forms if form.record == record), None)

    def resume(self, attached: Iterable[gather.FormData]) -> tuple[AttachedCard, ...]:
        """Place again what was begun beside fields; returns what has found no field."""
        left = list(attached)
        names = [one for one in left if one.kind.key == "name"]
        left = [one for one in left if one.kind.key != "name"]
        lost: list[gather.FormData] = []
        while left:
            still = [one for one in left if not self._resume_one(one, names)]
            if len(still) == len(left):
                lost = still
                break
            left = still
        return tuple(self._card([*_of(one.record, names), one], None) for one in lost)

    def number(self) -> None:
        """Mark each field with the numbers of its sources, counted through all forms."""
        boxes = [box for form in self._forms for box in form.boxes.values()]
        numbers = numbered(boxes)
        for box in boxes:
            if box.has_beside:
                box.number(numbers)

    def written(self) -> tuple[RecordForm, ...]:
        """The forms to be saved: what was typed into, what is certain, and whatever those belong to."""
        found = {form for form in self._forms if form.touched or (form.certain and form.is_new)}
        here = {form.record: form for form in self._forms if form.is_new}
        new = found
        while new:
            owners = {here[one] for form in new for one in form.fixed.values() if _is_id(one, here)}
            new = owners - found
            found |= new
        return tuple(form for form in self._forms if form in found)

    def collect(self) -> tuple[tuple[records.Draft, ...], tuple[Refusal, ...]]:
        """What is to be saved, and what cannot be read of it."""
        wanted: list[records.Draft] = []
        refused: list[Refusal] = []
        for form in self.written():
            draft, refusals = form.draft()
            refused += refusals
            if draft is not None:
                wanted.append(draft)
        return tuple(wanted), tuple(refused)

    def complain(self, refusals: Sequence[Refusal]) -> QWidget | None:
        """Show each reason at its field and go to the first; returns that field."""
        left = tuple(refusals)
        for form in self._forms:
            left = form.complain(left)
        for refusal in refusals:
            for form in self._forms:
                if refusal.where in ("", form.record):
                    form.focus_field(refusal.field)
                    if refusal.field in form.editors:
                        return form.editors[refusal.field]
        return None

    @property
    def typing_at(self) -> tuple[str, str] | None:
        """The record and field where the keyboard is."""
        return next((place for form in reversed(self._forms) if (place := form.focused)), None)

    def go_to(self, record: str, field: str) -> None:
        """Put the keyboard into a field of a record."""
        form = self.of(record)
        if form is not None:
            form.focus_field(field)

    def show_beside(self) -> None:
        """Show the sources of the field where the keyboard is, or name the first one."""
        if self._here is not None:
            self._here.show_beside()

    # --- what is begun beside a field ---------------------------------------------------------------------

    def _begin(self, kind: str, fixed: Mapping[str, Any], coming: _Coming) -> None:
        record = records.new_id()
        self._coming[record] = coming
        placed: dict[str, Kind] = {form.record: form.kind for form in self._forms}
        job = self._desk.worker.read(
            partial(gather.beginning, self._desk.office, kind, record, placed, fixed, self._desk.language)
        )
        job.done.connect(self._begun)

    def _begun(self, what: gather.Beginning) -> None:
        coming = self._coming.pop(what.record, None)
        if coming is None or coming.host not in self._forms:
            return
        self._learn(what.around)
        text = coming.text
        if coming.link is not None:
            text = coming.link.line.text().strip() or text  # somebody may have typed on meanwhile
        card = self._card(what.forms, coming.link)
        coming.host.hold(coming.field, card)
        card.show()
        if coming.link is not None:
            coming.link.take(what.record, text, begun=True)
        card.offer(text)
        self.grown.emit()
        card.begin()

    def _card(self, forms: Sequence[gather.FormData], link: Link | None) -> AttachedCard:
        card = AttachedCard(self._desk, [self.make(one, compact=True) for one in forms], link)
        card.drop_wanted.connect(self._leave_out)
        card.instead_wanted.connect(self._take_instead)
        self._cards.append(card)
        return card

    def _resume_one(self, data: gather.FormData, names: Sequence[gather.FormData]) -> bool:
        """Place one card at the field that it says, or that links to it."""
        host = self.of(str(data.fixed.get("record"))) if "record" in data.fixed else None
        field, link = str(data.fixed.get("field", "")), None
        if host is None:
            for form in self._forms:
                for key, editor in form.links.items():
                    if editor.names(data.record):
                        host, field, link = form, key, editor
        if host is None:
            return False
        if field in host.folded:
            host.show_more()
        if field not in host.boxes:
            return False
        card = self._card([*_of(data.record, names), data], link)
        host.hold(field, card)
        if link is not None:
            link.take(data.record, card.title(), begun=True)
        return True

    def _open(self, record: str) -> None:
        """Show a linked record; one that is only begun is shown where that was done."""
        form = self.of(record)
        if form is not None and form.is_new:
            form.begin()
        else:
            self.open_wanted.emit(record)

    def _create(self, wanted: Wanted) -> None:
        host = self.sender()
        assert isinstance(host, RecordForm)
        field = next(key for key, editor in host.links.items() if editor is wanted.editor)
        self._begin(wanted.kind, {}, _Coming(host, field, wanted.editor, wanted.text))

    def _cite(self, record: str, field: str) -> None:
        self._say_of("citation", record, field)

    def _write_other_value(self, record: str, field: str) -> None:
        self._say_of("alternative", record, field)

    def _say_of(self, kind: str, record: str, field: str) -> None:
        host = self.of(record)
        if host is not None:
            self._begin(kind, {"record": record, "field": field}, _Coming(host, field, None, ""))

    def _leave_out(self, card: AttachedCard) -> None:
        if card.link is not None:
            card.link.let_go(card.record)
            card.link.setFocus()
        self._forget(card)
        self.grown.emit()
        self._on_edited()

    def _take_instead(self, card: AttachedCard, record: str, title: str) -> None:
        link = card.link
        self._leave_out(card)
        if link is not None:
            link.take(record, title)

    def _forget(self, card: AttachedCard) -> None:
        for inner in [one for one in self._cards if one is not card and card.isAncestorOf(one)]:
            self._forget(inner)
        self._leave(card)
        if card in self._cards:
            self._cards.remove(card)
        self._forms = [form for form in self._forms if form not in card.forms]
        card.hide()
        card.deleteLater()

    def _leave(self, going: QWidget) -> None:
        """What goes is no more where the keyboard is."""
        if self._here is not None and going.isAncestorOf(self._here):
            self._here = None

    def _on_edited(self) -> None:
        # A begun record whose link was taken away has no place any more.
        for card in [one for one in self._cards if one.link is not None and not one.link.names(one.record)]:
            self._forget(card)
            self.grown.emit()
        self.edited.emit()

    def follow(self, now: QWidget | None) -> None:
        """The keyboard is there now: the field it is in offers to be given a source."""
        box = now
        while box is not None and not isinstance(box, FieldBox):
            box = box.parentWidget()
        if box is self._here or (box is None and now is None):
            return
        if self._here is not None:
            self._here.offer_source(False)
        ours = box is not None and any(box in form.boxes.values() for form in self._forms)
        self._here = box if ours else None
        if self._here is not None:
            self._here.offer_source(True)

    # --- terms -------------------------------------------------------------------------------------------

    def _learn(self, around: Surroundings) -> None:
        self.around = Surroundings(
            self.around.language,
            {**self.around.terms, **around.terms},
            {**self.around.titles, **around.titles},
        )

    def _add_term(self, editor: FieldEditor, text: str) -> None:
        job = self._desk.worker.write(
            partial(_new_term, self._desk.office, editor.declared.vocabulary, text, self._desk.language)
        )
        self._term_for = editor
        job.done.connect(self._term_added)

    def _term_added(self, term: Term) -> None:
        editor = self._term_for
        if isinstance(editor, ChoiceEditor | ChoicesEditor):
            editor.take_term(term)


def _is_id(value: Any, here: Mapping[str, RecordForm]) -> bool:
    return isinstance(value, str) and value in here


def _of(person: str, names: Sequence[gather.FormData]) -> list[gather.FormData]:
    return [one for one in names if one.fixed.get("person") == person]


def _new_term(office: Office, name: str, text: str, language: str) -> Term:
    labels = {f"label_{one}": text if one == language else "" for one in ("en", "ru", "kk")}
    return Term(vocabulary.add_term(office, name, **labels), text, own=True)


def _follow_focus(forms: FormSet) -> None:
    """Tell these forms where the keyboard goes, as long as they are there.

    A connection to one of their own methods would outlive them for a moment: while a page is taken down the
    keyboard moves on, and Qt would call forms that Python has let go of already.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    known = ref(forms)

    def moved(_before: QWidget | None, now: QWidget | None) -> None:
        there = known()
        if there is None or not isValid(there):
            app.focusChanged.disconnect(moved)
        else:
            there.follow(now)

    app.focusChanged.connect(moved)
