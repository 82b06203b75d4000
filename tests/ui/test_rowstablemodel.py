from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from pytestqt.modeltest import ModelTester

from kzcase.ui.common.rowstablemodel import ROW_ROLE, RowsTableModel


@dataclass(frozen=True)
class Fruit:
    name: str
    note: str


PEAR, PLUM = Fruit("pear", "green\nor yellow"), Fruit("plum", "")


@pytest.fixture
def model(qapp: object) -> RowsTableModel[Fruit]:
    made: RowsTableModel[Fruit] = RowsTableModel(
        ("Name", "Note"),
        lambda one: (one.name, one.note),
        bold=lambda one, column: column == 0 and one is PLUM,
        between="; ",
    )
    made.show_rows([PEAR, PLUM])
    return made


def test_rows_pass_qts_own_tester_empty_full_and_replaced(
    model: RowsTableModel[Fruit], qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model)
    model.show_rows(())
    qtmodeltester.check(model)
    model.show_rows([PLUM])
    assert model.text() == [("plum", "")]


def test_a_cell_is_one_line_and_its_tip_the_whole_text_read_literally(model: RowsTableModel[Fruit]) -> None:
    cell = model.index(0, 1)
    assert cell.data() == "green; or yellow"
    assert "green" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Note"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_a_row_is_found_by_what_it_is_and_given_back_itself(model: RowsTableModel[Fruit]) -> None:
    assert model.row_of(lambda one: one.name == "plum") == 1
    assert model.row_of(lambda one: one.name == "quince") == -1
    assert model.row(1) is PLUM is model.index(1, 1).data(ROW_ROLE)
    assert model.row(2) is None is model.row(-1)


def test_only_the_cells_asked_for_are_bold(model: RowsTableModel[Fruit]) -> None:
    fonts = [model.index(row, column).data(Qt.ItemDataRole.FontRole) for row in (0, 1) for column in (0, 1)]
    assert [isinstance(one, QFont) and one.bold() for one in fonts] == [False, False, True, False]
