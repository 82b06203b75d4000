"""Every reader of what comes from outside, with any bytes and any words: it is read, or refused in words.

Case files, records files and spreadsheets have this in their own files here; these are the others.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kzcase.dates.edtf import DateError, parse_edtf, read_date
from kzcase.dates.terms import TermError, parse_term
from kzcase.errors import KzcaseError
from kzcase.letters import templates
from kzcase.services import colleagues, searching
from kzcase.services.office import Office
from kzcase.settings import Settings
from kzcase.vault import pages, recovery
from kzcase.vault.failures import VaultError
from tests.soak import examples

ON_ONE_OFFICE = settings(
    max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=10,
)
SIGNS = st.sampled_from(
    [*"0123456789-/~?%.:;,'\"()[]{}<>=*&|", " ", "..", "ж", "é", "\u202e", "\n", "\ud800"]
)
ODD = st.one_of(st.text(st.characters(), max_size=60), st.lists(SIGNS, max_size=30).map("".join))


@given(st.one_of(st.binary(max_size=300), JSON.map(lambda one: json.dumps(one).encode())))
def test_a_contact_card_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(KzcaseError):
        assert colleagues.read_card(data).key


@given(ODD)
@example("HTTPS://")
@example("{\ud800")
def test_the_words_of_a_picture_of_a_card_are_read_or_refused(text: str) -> None:
    with contextlib.suppress(KzcaseError):
        colleagues.read_card(text)


@given(ODD, ODD)
@example(" ".join(["abandon"] * 24), "")
def test_words_of_a_recovery_sheet_are_read_or_refused(words: str, salt: str) -> None:
    with contextlib.suppress(KzcaseError):
        key, found = recovery.read_words(words, salt)
        assert len(key) == 32
        assert found is None or len(found) == 16


@settings(max_examples=examples(60))
@given(st.one_of(st.binary(max_size=300), JSON.map(lambda one: json.dumps(one).encode())))
def test_whatever_stands_in_the_settings_file_the_program_starts(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.json"
        path.write_bytes(data)
        found = Settings.load(path)
        assert found.lock_after_minutes > 0
        assert path.read_bytes() == data


@given(ODD)
def test_a_stored_date_is_read_or_refused_and_comes_back(text: str) -> None:
    with contextlib.suppress(DateError):
        found = parse_edtf(text)
        assert parse_edtf(str(found)) == found


@given(ODD, st.sampled_from(["en", "ru", "kk", None]))
def test_a_typed_date_is_read_or_refused_and_can_be_stored(text: str, language: str | None) -> None:
    with contextlib.suppress(DateError):
        found = read_date(text, language)
        assert parse_edtf(str(found)) == found


@given(ODD)
def test_a_typed_term_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(TermError):
        parse_term(text)


@given(ODD, ODD)
@example("{% for a in b %}" * 40, "{{")
@example("{" * 5_000, "}" * 5_000)
def test_a_template_is_read_or_refused_with_its_line(body: str, subject: str) -> None:
    with contextlib.suppress(KzcaseError):
        templates.check(body, subject)


@ON_ONE_OFFICE
@given(text=ODD)
@example(text='"' * 200)
@example(text="ends:" * 50)
@example(text="NEAR(a b) OR * AND ^")
def test_a_search_is_answered_whatever_is_typed(office: Office, text: str) -> None:
    with contextlib.suppress(KzcaseError):
        searching.find(office, text)
    with contextlib.suppress(KzcaseError):
        searching.find_narrowed(office, text, day=date(2026, 11, 23))


@settings(max_examples=examples(60))
@given(st.binary(max_size=2 * pages.PAGE))
def test_any_bytes_called_a_vault_are_refused_in_words(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.kzvault"
        path.write_bytes(data)
        with contextlib.suppress(VaultError):
            pages.unlock_raw(path, bytes(32))
        assert path.read_bytes() == data
