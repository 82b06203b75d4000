from __future__ import annotations

import threading

import pytest

from kzcase.vault.failures import VaultBusy, VaultLocked
from kzcase.vault.units import Gate


def test_a_second_writer_waits_and_is_told_when_it_takes_too_long() -> None:
    gate = Gate(patience=0.01)
    told: list[type[BaseException]] = []

    def write() -> None:
        try:
            with gate.writing():
                pass
        except VaultBusy as busy:
            told.append(type(busy))

    with gate.writing():
        other = threading.Thread(target=write)
        other.start()
        other.join()
    assert told == [VaultBusy]
    with gate.writing():
        assert gate.is_writing()
    assert not gate.is_writing()


def test_who_has_little_patience_does_not_wait_as_long_as_others() -> None:
    gate = Gate(patience=3600)
    inside, go = threading.Event(), threading.Event()

    def write() -> None:
        with gate.writing():
            inside.set()
            go.wait()

    other = threading.Thread(target=write)
    other.start()
    inside.wait()
    with pytest.raises(VaultBusy), gate.writing(patience=0.01):
        pass
    go.set()
    other.join()


def test_a_gate_that_cannot_be_shut_stays_open() -> None:
    gate = Gate(patience=0.01)
    inside, go = threading.Event(), threading.Event()

    def read() -> None:
        with gate.reading():
            inside.set()
            go.wait()

    reader = threading.Thread(target=read)
    reader.start()
    inside.wait()
    with pytest.raises(VaultBusy):
        gate.shut()
    with gate.writing(), gate.reading():
        pass
    go.set()
    reader.join()
    assert gate.shut()
    assert not gate.shut()


def test_nobody_enters_a_shut_gate() -> None:
    gate = Gate()
    gate.shut()
    with pytest.raises(VaultLocked), gate.writing():
        pass
    with pytest.raises(VaultLocked), gate.reading():
        pass
