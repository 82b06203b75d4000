from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from kzcase.ui.common.historytablemodel import when_said


@pytest.fixture
def in_almaty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of the clock cannot be changed here")
    monkeypatch.setenv("TZ", "Asia/Almaty")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_almaty")
def test_a_moment_is_said_by_the_clock_of_this_laptop_and_an_impossible_one_as_it_stands() -> None:
    assert when_said("2026-11-22T21:30:00Z") == "23 Nov 2026, 02:30"
    for odd in ("9999-12-31T23:59:59Z", "2026-13-01T00:00:00Z", ""):
        assert when_said(odd) == odd
