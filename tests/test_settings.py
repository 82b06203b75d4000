from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.errors import Unwritable
from kzcase.settings import BadSetting, Choice, Number, Settings, declared, default_path, defaults

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_LIKE_A_FILE = st.dictionaries(st.sampled_from(sorted(declared())) | st.text(), _JSON)


def test_a_new_laptop_has_the_defaults() -> None:
    assert Settings.load() == Settings()
    assert {name: getattr(Settings(), name) for name in declared()} == defaults()


def test_every_default_is_a_value_that_its_setting_offers() -> None:
    assert all(declared()[name].accepts(value) for name, value in defaults().items())


def test_what_is_saved_is_read_again() -> None:
    chosen = Settings(theme="dark", text_scale=125, language="kk", paper_language="ru", lock_after_minutes=3)
    chosen.save()
    assert Settings.load() == chosen


def test_the_file_belongs_to_this_user_alone_and_nothing_else_is_left() -> None:
    Settings().save()
    assert stat.S_IMODE(default_path().stat().st_mode) == 0o600
    assert [item.name for item in default_path().parent.iterdir()] == ["settings.json"]


def test_a_value_not_offered_is_refused_and_the_old_file_stays(tmp_path: Path) -> None:
    place = tmp_path / "settings.json"
    Settings(theme="dark").save(place)
    wrong = Settings()
    wrong.theme = "Aigerim Sampleova"
    with pytest.raises(BadSetting) as failure:
        wrong.save(place)
    assert "Aigerim" not in failure.value.sentence
    assert Settings.load(place).theme == "dark"


def test_a_place_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    with pytest.raises(Unwritable) as failure:
        Settings().save(in_the_way / "settings.json")
    assert failure.value.safe == "The settings were not changed."


def test_a_folder_in_the_place_of_the_file_leaves_no_half_written_file(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    with pytest.raises(Unwritable):
        Settings().save(tmp_path / "settings.json")
    assert [item.name for item in tmp_path.iterdir() if not item.name.startswith(".home")] == [
        "settings.json"
    ]


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 60_000, b'{"theme": "dark"' + b" " * 70_000]
)
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, damage: bytes) -> None:
    place = tmp_path / "settings.json"
    place.write_bytes(damage)
    assert Settings.load(place) == Settings()


def test_a_truth_value_is_not_taken_for_a_number() -> None:
    assert not Number("Minutes", 1, 5, "minutes").accepts(True)
    assert not Choice("Size", ((1, "One"),)).accepts(True)


@given(stored=_LIKE_A_FILE)
def test_whatever_stands_in_the_file_only_offered_values_are_read(
    tmp_path_factory: pytest.TempPathFactory, stored: dict[str, object]
) -> None:
    place = tmp_path_factory.mktemp("settings") / "settings.json"
    place.write_text(json.dumps(stored), encoding="utf-8")
    read = Settings.load(place)
    for name, kind in declared().items():
        value = getattr(read, name)
        assert kind.accepts(value)
        assert value == (stored[name] if kind.accepts(stored.get(name)) else defaults()[name])


@given(stored=_LIKE_A_FILE)
def test_saving_writes_the_declared_settings_and_nothing_that_was_typed(
    tmp_path_factory: pytest.TempPathFactory, stored: dict[str, object]
) -> None:
    place = tmp_path_factory.mktemp("settings") / "settings.json"
    place.write_text(json.dumps(stored), encoding="utf-8")
    Settings.load(place).save(place)
    written = json.loads(place.read_text(encoding="utf-8"))
    assert set(written) == set(declared())
    assert all(declared()[name].accepts(value) for name, value in written.items())
