"""How the window looks: our two palettes, the font that ships with it, three text sizes.

The colours are declared once, as plain values, so that a test can check the
contrast of every pair that is drawn. State is never told by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from importlib import resources

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from kzcase.settings import Settings

GRID = 8
"""The unit of all spacing, in logical pixels."""
_FUSION_SHADE = 140
"""By how many hundredths Fusion darkens the window's colour for outlines."""
_ICON, _BOX = 16, 14
"""The sizes of an icon on a button and of a box to tick, as Fusion has them, at normal text size."""
ROW = 30
"""The height of a row of a list at normal text size, in logical pixels."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One palette; each value is `#rrggbb`."""

    window: str
    base: str
    raised: str
    side: str
    text: str
    quiet: str
    line: str
    accent: str
    on_accent: str
    chosen: str
    warn: str
    warn_ground: str
    bad: str


LIGHT = Colours(
    window="#f4f3ef",
    base="#ffffff",
    raised="#fbfaf7",
    side="#e9e7e0",
    text="#1d2023",
    quiet="#5c6166",
    line="#cfccc3",
    accent="#1b6470",
    on_accent="#ffffff",
    chosen="#d3e6e8",
    warn="#7a4a00",
    warn_ground="#fbefd5",
    bad="#a1231b",
)
DARK = Colours(
    window="#1f2225",
    base="#272b2f",
    raised="#2c3035",
    side="#191b1e",
    text="#e8e6e1",
    quiet="#a5aab0",
    line="#41464c",
    accent="#7cc4cd",
    on_accent="#0f2326",
    chosen="#2f4a50",
    warn="#f0c878",
    warn_ground="#3b3220",
    bad="#ff9d92",
)


class Size(Enum):
    """The three sizes of text, in logical pixels at normal scale."""

    SMALL = 12
    BODY = 14
    TITLE = 20


class Theme:
    """The palette and text scale in use; handed to whoever paints by hand."""

    def __init__(self, colours: Colours, scale: int) -> None:
        self.colours = colours
        self.scale = scale

    def font(self, size: Size = Size.BODY, *, bold: bool = False) -> QFont:
        """The window's font in one of its three sizes."""
        font = QFont("PT Sans")
        font.setPixelSize(round(size.value * self.scale / 100))
        font.setBold(bold)
        return font

    @property
    def row(self) -> int:
        """The height of a row of a list, in logical pixels."""
        return round(ROW * self.scale / 100)


def of(settings: Settings) -> Theme:
    """The theme the settings ask for; `system` follows the desktop."""
    dark = settings.theme == "dark" or (
        settings.theme == "system" and QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    )
    return Theme(DARK if dark else LIGHT, settings.text_scale)


def apply(app: QApplication, settings: Settings) -> Theme:
    """Give the whole application our style, palette, font and sheet."""
    theme = of(settings)
    load_fonts()
    app.setStyle("Fusion")
    app.setPalette(palette(theme.colours))
    for ticked in ("QCheckBox", "QRadioButton"):
        # PySide takes text here, whatever its stubs say.
        app.setPalette(ticks(theme.colours), ticked)  # type: ignore[arg-type]
    app.setFont(theme.font())
    app.setStyleSheet(sheet(theme))
    return theme


def load_fonts() -> None:
    """Add PT Sans, which has every Kazakh letter, to the application."""
    if "PT Sans" in QFontDatabase.families():
        return
    for file in resources.files("fontpkg_pt_sans").joinpath("files").iterdir():
        if file.name.endswith(".ttf"):
            QFontDatabase.addApplicationFontFromData(file.read_bytes())


def ticks(colours: Colours) -> QPalette:
    """Our colours for what is ticked: its frame is seen on a dark ground, too.

    Fusion draws that frame in a darker shade of the window's colour.
    """
    made = palette(colours)
    made.setColor(QPalette.ColorRole.Window, QColor(colours.quiet).lighter(_FUSION_SHADE))
    return made


def palette(colours: Colours) -> QPalette:
    """Our colours in Qt's roles."""
    made = QPalette()
    role = QPalette.ColorRole
    for name, value in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.base),
        (role.AlternateBase, colours.raised),
        (role.Text, colours.text),
        (role.Button, colours.raised),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.bad),
        (role.Highlight, colours.chosen),
        (role.HighlightedText, colours.text),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.quiet),
        (role.Link, colours.accent),
        (role.Accent, colours.accent),
        (role.Mid, colours.line),
        (role.Midlight, colours.line),
        (role.Dark, colours.line),
    ):
        made.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.quiet))
    return made


def sheet(theme: Theme) -> str:
    """The few rules Fusion needs to look like us; names are dynamic properties, never user text."""
    c = theme.colours
    small = round(Size.SMALL.value * theme.scale / 100)
    title = round(Size.TITLE.value * theme.scale / 100)
    # Half as fast as the letters: beside large words there is little room.
    icon, box = (round(size * (100 + theme.scale) / 200) for size in (_ICON, _BOX))
    return f"""
QPushButton, QTabBar {{ icon-size: {icon}px; }}
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator {{ width: {box}px; height: {box}px; }}
QLabel[role="title"] {{ font-size: {title}px; font-weight: bold; }}
QLabel[role="heading"] {{ font-weight: bold; }}
QLabel[role="small"] {{ font-size: {small}px; color: {c.quiet}; }}
QLabel[role="quiet"] {{ color: {c.quiet}; }}
QLabel[role="warn"] {{ color: {c.warn}; }}
QLabel[role="bad"] {{ font-size: {small}px; color: {c.bad}; }}
QLineEdit, QPlainTextEdit {{
    background: {c.base}; border: 1px solid {c.line}; border-radius: 4px; padding: 4px 6px;
    selection-background-color: {c.chosen}; selection-color: {c.text};
}}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 1px solid {c.accent}; }}
QLineEdit[bad="true"], QPlainTextEdit[bad="true"] {{ border: 1px solid {c.bad}; }}
QPushButton {{
    background: {c.raised}; border: 1px solid {c.line}; border-radius: 4px; padding: 5px 12px;
}}
QPushButton:hover {{ border-color: {c.accent}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: 4px 11px; }}
QPushButton:disabled {{ color: {c.quiet}; background: {c.window}; }}
QPushButton[primary="true"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[primary="true"]:disabled {{ background: {c.line}; color: {c.quiet}; border-color: {c.line}; }}
QPushButton[flat="true"] {{
    background: transparent; border: 1px solid transparent; color: {c.accent}; padding: 3px 6px;
}}
QPushButton[flat="true"]:hover, QPushButton[flat="true"]:focus {{ border: 1px solid {c.accent}; }}
QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 3px; }}
QToolButton:hover, QToolButton:focus {{ border: 1px solid {c.accent}; }}
QToolButton[mark="true"] {{ color: {c.accent}; border: none; padding: 0px 2px; }}
QWidget#side {{ background: {c.side}; border-right: 1px solid {c.line}; }}
QWidget#side QLabel, QWidget#side QScrollArea, QWidget#side QScrollArea > QWidget > QWidget {{
    background: transparent;
}}
QPushButton[side="true"] {{
    text-align: left; background: transparent; border: none; border-left: 3px solid transparent;
    border-radius: 0; padding: 8px 12px;
}}
QPushButton[side="true"]:hover {{ background: {c.window}; }}
QPushButton[side="true"]:focus {{
    border: 1px solid {c.accent}; border-left: 3px solid {c.accent}; padding: 7px 11px 7px 12px;
}}
QPushButton[side="true"]:checked {{
    background: {c.chosen}; border-left: 3px solid {c.accent}; font-weight: bold;
}}
QPushButton#more:checked {{
    background: transparent; border-left: 3px solid transparent; font-weight: normal;
}}
QWidget#top {{ background: {c.window}; border-bottom: 1px solid {c.line}; }}
QPushButton#find {{
    background: {c.base}; color: {c.quiet}; text-align: left; padding: 4px 10px;
}}
QListView[bare="true"] {{ background: transparent; border: none; }}
QTextBrowser[manual="true"] {{ background: {c.base}; border: 1px solid {c.line}; border-radius: 4px; }}
QFrame[card="true"] {{ background: {c.raised}; border: 1px solid {c.line}; border-radius: 6px; }}
QFrame[card="true"] QLabel {{ background: transparent; border: none; }}
QFrame[notice="true"] {{ background: {c.warn_ground}; border: 1px solid {c.line};
  border-radius: 4px; }}
QFrame[notice="true"] QLabel {{ background: transparent; color: {c.text}; }}
QFrame[strip="true"] {{ background: {c.side}; border: none; border-top: 1px solid {c.line}; }}
QFrame[strip="true"] QLabel {{ background: transparent; }}
QFrame[head="true"] {{ background: {c.raised}; border: none; border-bottom: 1px solid {c.line}; }}
QFrame[head="true"] QLabel {{ background: transparent; }}
QHeaderView::section {{
    background: {c.window}; border: none; border-bottom: 1px solid {c.line};
    padding: 4px 8px; color: {c.quiet};
}}
QTableView, QListView, QTreeView {{
    background: {c.base}; border: 1px solid {c.line}; border-radius: 4px; outline: none;
    gridline-color: {c.window};
}}
QTableView::item, QListView::item {{ padding: 2px 8px; }}
QTableView::item:selected, QListView::item:selected {{ background: {c.chosen}; color: {c.text}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
QTabBar::tab {{
    background: transparent; padding: 7px 12px; border: none; border-bottom: 3px solid transparent;
    color: {c.quiet};
}}
QTabBar::tab:selected {{ color: {c.text}; border-bottom: 3px solid {c.accent}; }}
QTabBar::tab:hover, QTabBar::tab:focus {{ color: {c.accent}; }}
QScrollArea {{ border: none; background: transparent; }}
QWidget#inside {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {c.line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {c.quiet}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ border: 1px solid {c.line}; border-radius: 3px; background: {c.base}; max-height: 10px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 2px; }}
QToolTip {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.line}; padding: 4px; }}
"""
