"""Counts what a service asks of the database, so that a test can say what a page costs without a clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from kzcase.services.office import Office

STEP = 50  # instructions of the database's machine between two counts


@contextmanager
def counted(office: Office) -> Iterator[dict[str, int]]:
    """How many statements the reader ran, and how many instructions they took: the rows they went through."""
    seen = {"statements": 0, "steps": 0}

    def ran(statement: str) -> None:
        if not statement.startswith("--"):  # what the text index asks of its own tables
            seen["statements"] += 1

    def stepped() -> int:
        seen["steps"] += 1
        return 0

    def taken(driver: Any, *_rest: Any) -> None:
        driver.set_trace_callback(ran)
        driver.set_progress_handler(stepped, STEP)

    def given_back(driver: Any, *_rest: Any) -> None:
        driver.set_trace_callback(None)
        driver.set_progress_handler(None, 0)

    event.listen(office.vault.reader, "checkout", taken)
    event.listen(office.vault.reader, "checkin", given_back)
    try:
        yield seen
    finally:
        event.remove(office.vault.reader, "checkout", taken)
        event.remove(office.vault.reader, "checkin", given_back)
