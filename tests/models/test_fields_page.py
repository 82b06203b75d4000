"""The manual's list of fields is the declarations' own."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from kzcase.models.base import kinds

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def fields() -> ModuleType:
    """The script that writes the page."""
    spec = importlib.util.spec_from_file_location("fields", ROOT / "scripts" / "fields.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_declarations_say(fields: ModuleType) -> None:
    assert fields.PAGE.read_text(encoding="utf-8") == fields.page(), "run: python scripts/fields.py"


def test_the_page_names_every_field_a_user_can_fill(fields: ModuleType) -> None:
    page = fields.page()
    for kind in kinds().values():
        assert f"(`{kind.key}`)" in page
        for field in kind.fields.values():
            if not field.hidden:
                assert f"| `{field.key}` | {field.label} |" in page
