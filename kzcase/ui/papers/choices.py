"""The choices of a paper that stand on top: its kind, for whom, in which language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox

from kzcase.briefing.templates import PAPERS, TEMPLATES
from kzcase.services.audiences import Rule
from kzcase.services.declarations import Audience

LANGUAGES = (("en", "English"), ("ru", "Русский"), ("kk", "Қазақша"))
_OWN = "rule:"


def choice(several: Iterable[tuple[object, str]]) -> QComboBox:
    """A box with some choices, each with what it stands for."""
    made = QComboBox()
    for key, words in several:
        made.addItem(words, key)
    return made


def templates() -> QComboBox:
    """Every kind of paper: the office's own, then the forms of mechanisms."""
    say = QCoreApplication.translate
    called = {
        "brief": say("BriefPage", "Brief, a page each"),
        "pack": say("BriefPage", "Pack"),
        "list": say("BriefPage", "List of restrictions"),
        "prisoners": say("BriefPage", "List of prisoners"),
        "timeline": say("BriefPage", "Timelines"),
        "un-sp": say("BriefPage", "Form: UN Special Procedures"),
        "wgad": say("BriefPage", "Form: Working Group on Arbitrary Detention"),
        "ilo-cfa": say("BriefPage", "Form: ILO, Freedom of Association"),
        "sanctions": say("BriefPage", "Form: dossier on somebody responsible"),
    }
    made = choice([(template, called[template]) for template in TEMPLATES])
    made.insertSeparator(len(PAPERS))
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(18)
    return made


class AudienceBox(QComboBox):
    """For whom a paper is: one of the four, or one the office named."""

    def __init__(self) -> None:
        super().__init__()
        self._rules: dict[str, Rule] = {}
        for audience, words in (
            (Audience.DIPLOMATIC, self.tr("Closed diplomatic")),
            (Audience.UN, self.tr("UN, confidential")),
            (Audience.PUBLIC, self.tr("Public")),
            (Audience.INTERNAL, self.tr("The office only")),
        ):
            self.addItem(words, audience)
        self._own = self.count()

    @property
    def chosen(self) -> tuple[Audience, str]:
        """The audience, and the id of the named one ("" for none)."""
        rule = self._rules.get(str(self.currentData()).removeprefix(_OWN))
        return (rule.base, rule.id) if rule is not None else (Audience(self.currentData()), "")

    def offer(self, rules: Sequence[Rule]) -> None:
        """Offer the audiences the office named; the choice stays if it is still offered."""
        _, was = self.chosen
        self._rules = {one.id: one for one in rules}
        blocked = self.blockSignals(True)
        while self.count() > self._own:
            self.removeItem(self._own)
        for rule in rules:
            self.addItem(rule.name, f"{_OWN}{rule.id}")
        if was:
            self.choose("", was)
        self.blockSignals(blocked)

    def choose(self, audience: str, rule: str) -> None:
        """Choose an audience, or a named one if it is offered."""
        place = self.findData(f"{_OWN}{rule}") if rule else -1
        if place < 0 and audience:
            place = self.findData(Audience(audience))
        self.setCurrentIndex(max(0, place))
