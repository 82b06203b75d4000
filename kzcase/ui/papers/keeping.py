"""What the office keeps for its papers: offered to choose from, kept under a name, taken up again."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from kzcase.services import packs
from kzcase.services.packs import Pack
from kzcase.ui.common.desk import Desk
from kzcase.ui.papers import order as making
from kzcase.ui.papers.order import Offers, Order
from kzcase.ui.papers.packbar import PackBar


class Keeping(QObject):
    """Reads and writes packs beside the window, and tells the bar of them."""

    offered = Signal(object)
    """What the office keeps for its papers, whenever it is otherwise than before."""
    taken = Signal(object, object)
    """A pack was chosen: the pack, and the ids of whom it is about today."""
    kept = Signal()
    """A pack was kept."""

    def __init__(self, desk: Desk, bar: PackBar, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._bar = bar
        self._offers = Offers()
        bar.chosen.connect(self._take)
        bar.remove_requested.connect(self._remove)

    def read(self) -> None:
        """Read what is kept."""
        self._desk.worker.read(partial(making.offers, self._desk.office)).done.connect(self._offer)

    def keep(self, order: Order, name: str) -> None:
        """Keep a paper's settings under a name."""
        job = self._desk.worker.write(partial(packs.save, self._desk.office, order.kept(name)))
        job.done.connect(self._saved)

    def _offer(self, offers: Offers) -> None:
        if offers != self._offers:
            self._offers = offers
            self._bar.offer(offers.packs)
            self.offered.emit(offers)

    def _take(self, pack: Pack) -> None:
        job = self._desk.worker.read(partial(making.people_of, self._desk.office, pack))
        job.done.connect(self._hand_on)

    def _hand_on(self, taken: tuple[Pack, tuple[str, ...]]) -> None:
        self.taken.emit(*taken)

    def _saved(self) -> None:
        self.kept.emit()
        self.read()

    def _remove(self, pack: str) -> None:
        job = self._desk.worker.write(partial(packs.remove, self._desk.office, pack))
        job.done.connect(self.read)
