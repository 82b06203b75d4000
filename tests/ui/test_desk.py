"""What the desk of an unlocked vault does by itself."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from kzcase.services import records
from kzcase.ui.common.desk import Desk


def test_some_time_after_the_last_change_the_one_file_is_whole(qtbot: QtBot, desk: Desk) -> None:
    log = desk.office.path.with_name(desk.office.path.name + "-wal")
    draft = records.Draft("person", records.new_id(), {"locality": "Үлгіқала"})
    desk.worker.write(lambda: records.save(desk.office, draft))
    qtbot.waitUntil(lambda: log.exists() and log.stat().st_size > 0, timeout=60_000)
    qtbot.waitUntil(lambda: log.stat().st_size == 0, timeout=60_000)


def test_a_desk_that_was_left_tidies_no_more(qtbot: QtBot, desk: Desk) -> None:
    draft = records.Draft("person", records.new_id(), {"locality": "Үлгіқала"})
    with qtbot.waitSignal(desk.changed, timeout=60_000):
        desk.worker.write(lambda: records.save(desk.office, draft))
    desk.leave()
    assert not desk.resting
