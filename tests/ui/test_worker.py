from __future__ import annotations

import gc
import threading
from functools import partial

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.ui.common.worker import Latest, Worker


def test_an_answer_arrives_on_the_windows_thread_and_was_made_on_another(
    qtbot: QtBot, worker: Worker
) -> None:
    heard: list[tuple[int, int]] = []
    job = worker.read(threading.get_ident)
    job.done.connect(lambda other: heard.append((other, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0][0] != threading.get_ident() == heard[0][1]


def test_writes_run_one_after_the_other_in_their_order(qtbot: QtBot, worker: Worker) -> None:
    order: list[int] = []
    for number in range(50):
        worker.write(lambda number=number: order.append(number))
    qtbot.waitUntil(lambda: not worker.busy)
    assert order == list(range(50))


def test_a_read_is_answered_while_a_write_is_under_way(qtbot: QtBot, worker: Worker) -> None:
    hold = threading.Event()
    worker.write(hold.wait)
    with qtbot.waitSignal(worker.read(lambda: 7).done) as heard:
        pass
    assert heard.args == [7]
    hold.set()
    qtbot.waitUntil(lambda: not worker.busy)


def test_a_short_question_is_answered_while_the_whole_vault_is_looked_through(
    qtbot: QtBot, worker: Worker
) -> None:
    hold = threading.Event()
    worker.long("Looking for people recorded twice", lambda progress: hold.wait(), reads=True)
    worker.look(lambda progress: hold.wait())
    with qtbot.waitSignal(worker.read(lambda: 7).done) as heard:
        pass
    assert heard.args == [7]
    hold.set()
    qtbot.waitUntil(lambda: not worker.busy)


def test_a_known_failure_is_shown_by_the_window_unless_it_is_quiet(qtbot: QtBot, worker: Worker) -> None:
    told: list[KzcaseError] = []
    worker.refused.connect(told.append)

    def refuse() -> None:
        raise KzcaseError("The disk is full.")

    worker.read(refuse)
    worker.read(refuse, quiet=True)
    qtbot.waitUntil(lambda: not worker.busy)
    assert [error.what for error in told] == ["The disk is full."]


def test_a_failure_of_our_own_reaches_the_hook_for_crashes(qtbot: QtBot, worker: Worker) -> None:
    with capture_exceptions() as caught:
        worker.write(lambda: 1 / 0)
        qtbot.waitUntil(lambda: not worker.busy)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_long_work_reports_and_stops_when_it_is_cancelled(qtbot: QtBot, worker: Worker) -> None:
    watched, going, go_on = threading.Event(), threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        watched.wait()
        progress.step("first", 1, 2)
        going.set()
        go_on.wait()
        progress.step("second", 2, 2)

    job = worker.long("Working", work)
    steps: list[str] = []
    job.progressed.connect(lambda what, done, total: steps.append(what))
    failures: list[BaseException] = []
    job.failed.connect(failures.append)
    watched.set()
    assert going.wait(10)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: not worker.busy)
    assert steps == ["first"]
    assert "Nothing was changed" in str(failures[0])


def test_only_the_newest_question_is_answered(qtbot: QtBot, worker: Worker) -> None:
    hold = threading.Event()
    heard: list[str] = []
    latest = Latest(worker)
    latest.answered.connect(heard.append)
    latest.ask(lambda: "old" if hold.wait() else "")
    latest.ask(lambda: "new")
    hold.set()
    qtbot.waitUntil(lambda: not worker.busy)
    assert heard == ["new"]


def test_a_question_that_is_older_when_its_turn_comes_is_not_looked_into(
    qtbot: QtBot, worker: Worker
) -> None:
    hold = threading.Event()
    done: list[int] = []
    heard: list[object] = []
    latest, other = Latest(worker), Latest(worker)
    latest.answered.connect(heard.append)
    worker.read(hold.wait)
    for number in range(5):
        latest.ask(partial(done.append, number))
        other.ask(partial(done.append, -1 - number))
    other.forget()
    hold.set()
    qtbot.waitUntil(lambda: not worker.busy)
    assert done == [4]
    assert heard == [None]


def test_a_write_can_wait_for_the_reads_before_it(qtbot: QtBot, worker: Worker) -> None:
    order: list[str] = []
    hold = threading.Event()
    worker.read(lambda: (hold.wait(), order.append("read")))
    wait = worker.after_reads()
    worker.write(lambda: (wait(), order.append("write")))
    hold.set()
    qtbot.waitUntil(lambda: not worker.busy)
    assert order == ["read", "write"]


def test_a_write_can_wait_for_what_looks_through_the_whole_vault_too(qtbot: QtBot, worker: Worker) -> None:
    hold, order = threading.Event(), []

    def look(progress: Progress) -> None:
        hold.wait()
        order.append("looked")

    worker.long("Looking", look, reads=True)
    wait = worker.after_reads()
    worker.write(lambda: (wait(), order.append("closed")))
    hold.set()
    qtbot.waitUntil(lambda: not worker.busy)
    assert order == ["looked", "closed"]


@pytest.mark.parametrize("lane", ["read", "write"])
def test_stopping_finishes_what_was_asked(qtbot: QtBot, lane: str) -> None:
    worker = Worker()
    done: list[int] = []
    for number in range(20):
        getattr(worker, lane)(lambda number=number: done.append(number))
    worker.stop()
    assert done == list(range(20))
    qtbot.waitUntil(lambda: not worker.busy)


def test_cycles_are_collected_on_the_windows_thread_only(qtbot: QtBot) -> None:
    assert gc.isenabled()
    died_on: list[int] = []

    class Cycle:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            died_on.append(threading.get_ident())

    worker = Worker()
    assert not gc.isenabled()
    worker.read(lambda: [Cycle() for _ in range(3000)] and None)
    qtbot.waitUntil(lambda: len(died_on) == 3000, timeout=20_000)
    assert set(died_on) == {threading.get_ident()}
    worker.stop()
    assert gc.isenabled()
