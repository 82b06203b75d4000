from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontMetrics, QImage, QRawFont
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from kzcase.settings import Settings
from kzcase.ui import theme
from kzcase.ui.common.listview import list_view
from kzcase.ui.exchange.tickstablemodel import TicksTableModel
from kzcase.ui.theme import DARK, LIGHT, Colours, Size

TEXT_ON_GROUND = [
    ("text", "window"),
    ("text", "base"),
    ("text", "raised"),
    ("text", "side"),
    ("text", "chosen"),
    ("text", "warn_ground"),
    ("quiet", "window"),
    ("quiet", "base"),
    ("quiet", "raised"),
    ("quiet", "side"),
    ("accent", "window"),
    ("accent", "raised"),
    ("accent", "base"),
    ("on_accent", "accent"),
    ("warn", "window"),
    ("warn", "raised"),
    ("bad", "window"),
    ("bad", "raised"),
]
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁё"


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.1."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), TEXT_ON_GROUND)
def test_every_text_stands_out_from_its_ground(colours: Colours, front: str, ground: str) -> None:
    one, other = sorted(
        (luminance(getattr(colours, front)), luminance(getattr(colours, ground))), reverse=True
    )
    assert (one + 0.05) / (other + 0.05) >= 4.5


def test_the_font_that_ships_has_every_kazakh_letter(qapp: QApplication) -> None:
    made = theme.apply(qapp, Settings(theme="light"))
    for bold in (False, True):
        raw = QRawFont.fromFont(made.font(bold=bold))
        assert raw.familyName() == "PT Sans"
        assert [letter for letter in KAZAKH if not raw.supportsCharacter(ord(letter))] == []


@pytest.mark.parametrize("scale", [100, 125, 150])
def test_the_three_sizes_of_text_and_the_rows_grow_with_the_setting(qapp: QApplication, scale: int) -> None:
    made = theme.of(Settings(theme="light", text_scale=scale))
    sizes = [made.font(size).pixelSize() for size in Size]
    assert sizes == [round(size.value * scale / 100) for size in Size]
    assert made.row >= QFontMetrics(made.font()).height() + 4


def test_dark_and_light_are_chosen_by_the_setting(qapp: QApplication) -> None:
    assert theme.of(Settings(theme="dark")).colours is DARK
    assert theme.of(Settings(theme="light")).colours is LIGHT


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_frame_of_a_box_to_tick_is_seen_on_its_ground(qapp: QApplication, name: str) -> None:
    colours = theme.apply(qapp, Settings(theme=name)).colours
    box = QCheckBox("Documents go along")
    box.ensurePolished()
    picture = QImage(box.sizeHint(), QImage.Format.Format_RGB32)
    picture.fill(QColor(colours.window))
    box.resize(box.sizeHint())
    box.render(picture, renderFlags=QWidget.RenderFlag.DrawChildren)
    row = [picture.pixelColor(x, picture.height() // 2).name() for x in range(20)]
    here = luminance(colours.window)
    ratios = [(max(here, luminance(one)) + 0.05) / (min(here, luminance(one)) + 0.05) for one in row]
    assert max(ratios) >= 3


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_frame_of_a_box_to_tick_in_a_list_is_seen_on_its_ground(qapp: QApplication, name: str) -> None:
    colours = theme.apply(qapp, Settings(theme=name)).colours
    model: TicksTableModel[str] = TicksTableModel(str, str)
    model.show_rows(("Berik",))
    view = list_view(model, "For whom")
    view.resize(200, 60)
    picture = view.grab().toImage()
    middle = view.viewport().y() + view.visualRect(model.index(0, 0)).center().y()
    row = [picture.pixelColor(x, middle).name() for x in range(3, 18)]
    here = luminance(colours.base)
    ratios = [(max(here, luminance(one)) + 0.05) / (min(here, luminance(one)) + 0.05) for one in row]
    assert max(ratios) >= 3
