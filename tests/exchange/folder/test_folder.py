"""Laptops that share a folder: what is written into it, what is taken in, what is left alone."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzcase.errors import Cancelled, KzcaseError, NotFound, Unwritable
from kzcase.exchange import folder
from kzcase.exchange.casefile import Choice, Selection
from kzcase.exchange.folder import Why, changed, looking, name_of
from kzcase.progress import Progress
from kzcase.services import colleagues, conflicts, documents, erasures, folders, imports, records
from tests.laptops import Circle, Laptop, acquaint, keys_of
from tests.soak import examples

Make = Callable[[str], Laptop]
EVERY = Choice(widening=True)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    place = tmp_path / "shared"
    place.mkdir()
    return place


@pytest.fixture
def two(pair: tuple[Laptop, Laptop], shared: Path) -> tuple[Laptop, Laptop]:
    a, b = pair
    folders.choose(a.office, shared, [b.key])
    folders.choose(b.office, shared, [a.key])
    return pair


def known(on: Laptop, place: Path) -> folders.Folder:
    found = folders.at(on.office, place)
    assert found is not None
    return found


def send(on: Laptop, place: Path, **options: Any) -> folder.Sent:
    return folder.send(on.office, known(on, place), **options)


def take(on: Laptop, place: Path, choice: Choice = EVERY) -> folder.Taken:
    with folder.look(on.office, known(on, place)) as found:
        return folder.take(on.office, found, choice, backup=False)


def sync(on: Laptop, place: Path) -> folder.Sent:
    take(on, place)
    return send(on, place)


def names(place: Path) -> list[str]:
    return sorted(one.name for one in place.iterdir())


def person(on: Laptop, called: str = "Seitkali", /, **values: Any) -> str:
    one = on.save("person", **values)
    on.save("name", person=one, parts={"family": called, "given": "Aidar"})
    return one


# --- there and back -------------------------------------------------------------------------------


def test_two_laptops_come_to_the_same_state_and_then_fall_silent(
    two: tuple[Laptop, Laptop], shared: Path
) -> None:
    a, b = two
    one = person(a, occupation="blogger")
    other = person(b, "Bokayev")
    assert sync(a, shared).records == 2
    assert sync(b, shared).records == 2
    assert sync(a, shared).records == 0
    assert a.state() == b.state()
    b.save("person", one, occupation="poet")
    a.save("person", other, occupation="singer")
    for on in (a, b, a, b):
        sync(on, shared)
    assert a.state() == b.state()
    before = names(shared)
    for on in (a, b, a, b):
        assert sync(on, shared).files == []
    assert names(shared) == before
    assert all(folder.sort_of(name) is folder.Sort.CASE_FILE for name in before)


def test_only_what_changed_is_written_and_a_newer_file_takes_the_place_of_an_older_one(
    two: tuple[Laptop, Laptop], shared: Path
) -> None:
    a, b = two
    one = person(a, occupation="blogger")
    person(a, "Bokayev")
    send(a, shared)
    (first,) = names(shared)
    a.save("person", one, occupation="poet")
    sent = send(a, shared)
    assert (sent.records, sent.removed) == (1, 0)
    assert len(names(shared)) == 2
    a.save("person", one, occupation="singer")
    sent = send(a, shared)
    assert (sent.records, sent.removed) == (1, 1)
    assert first in names(shared)
    assert len(names(shared)) == 2
    take(b, shared)
    assert b.fields(one)["occupation"] == "singer"
    assert a.state() == b.state()


def test_a_file_is_read_once(two: tuple[Laptop, Laptop], shared: Path) -> None:
    a, b = two
    person(a)
    send(a, shared)
    take(b, shared)
    for name in names(shared):  # if it were opened again it would be told as damaged
        (shared / name).write_bytes(b"age-encryption.org/v1\nnothing")
    with folder.look(b.office, known(b, shared)) as found:
        assert (found.incoming, found.seen, found.left_alone) == ((), 1, [])
    with folder.look(a.office, known(a, shared)) as found:
        assert (found.incoming, found.own, found.left_alone) == ((), 1, [])


def test_what_came_by_the_folder_is_not_sent_back_to_those_who_have_it(
    new_circle: Circle, shared: Path
) -> None:
    a, b, c = new_circle(3)
    for on, others in ((a, (b, c)), (b, (a, c)), (c, (a, b))):
        folders.choose(on.office, shared, [one.key for one in others])
    person(a)
    send(a, shared)
    assert sync(b, shared).records == 0
    assert sync(c, shared).records == 0
    assert a.state() == b.state() == c.state()


def test_what_a_reader_was_not_sent_is_passed_on_by_who_has_it(new_circle: Circle, shared: Path) -> None:
    a, b, c = new_circle(3)
    folders.choose(a.office, shared, [b.key])
    folders.choose(b.office, shared, [a.key, c.key])
    folders.choose(c.office, shared, [b.key])
    one = person(a)
    send(a, shared)
    with folder.look(c.office, known(c, shared)) as found:
        assert (found.incoming, found.others) == ((), 1)
    assert sync(b, shared).records == 2
    take(c, shared)
    assert records.view(c.office, one).status == "here"
    assert a.state() == c.state()


def test_a_reader_who_is_new_gets_everything_and_the_others_nothing_twice(
    new_circle: Circle, shared: Path
) -> None:
    a, b, c = new_circle(3)
    folders.choose(a.office, shared, [b.key])
    folders.choose(c.office, shared, [a.key])
    person(a)
    send(a, shared)
    folders.choose(a.office, shared, [b.key, c.key])
    sent = send(a, shared)
    assert [(one.recipients, one.contents.records) for one in sent.files] == [(("Dana",), 2)]
    take(c, shared)
    assert a.state() == c.state()


def test_a_document_goes_along_and_a_part_that_comes_later_is_sent_on(
    new_circle: Circle, shared: Path, tmp_path: Path
) -> None:
    a, b, c = new_circle(3)
    folders.choose(b.office, shared, [c.key])
    folders.choose(c.office, shared, [b.key])
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(os.urandom(100_000))
    one = person(a, health="asthma")
    documents.attach(a.office, one, paper)
    b.take(a.write(b, selection=Selection(everything=True, without_compartments=frozenset({"health"}))))
    send(b, shared)
    take(c, shared)
    assert "health" not in c.fields(one)
    b.take(a.write(b))
    assert send(b, shared).records == 1
    take(c, shared)
    assert c.fields(one)["health"] == "asthma"
    assert a.state() == b.state() == c.state()


def test_large_changes_are_written_as_several_files_of_bounded_size(
    two: tuple[Laptop, Laptop], shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = two
    monkeypatch.setattr(changed, "LARGEST", 20_000)
    for number in range(12):
        person(a, f"Seitkali{number}", remarks="x" * 5_000)
    sent = send(a, shared)
    assert len(sent.files) == 4
    assert sum(one.contents.records for one in sent.files) == 24
    assert max(one.size for one in sent.files) <= 1 << 17
    take(b, shared)
    assert a.state() == b.state()


def test_many_small_files_are_gathered_and_nothing_is_lost_by_it(
    two: tuple[Laptop, Laptop], shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = two
    monkeypatch.setattr(changed, "MOST_SMALL", 4)
    for number in range(9):
        person(a, f"Seitkali{number}")
        send(a, shared)
        assert len(names(shared)) <= 5
    take(b, shared)
    assert a.state() == b.state()


# --- what stays out -------------------------------------------------------------------------------


def test_what_is_left_out_waits_and_goes_when_it_may(two: tuple[Laptop, Laptop], shared: Path) -> None:
    a, b = two
    folders.choose(a.office, shared, [b.key], without={"do_not_share", "health"})
    one = person(a, do_not_share=True, health="asthma", occupation="poet")
    other = person(a, "Bokayev", health="asthma")
    sent = send(a, shared)
    assert (sent.records, sent.staying) == (2, 2)
    take(b, shared)
    with pytest.raises(NotFound):
        records.view(b.office, one)
    assert "health" not in b.fields(other)
    a.save("person", one, do_not_share=False)
    assert send(a, shared).records == 2
    take(b, shared)
    assert b.fields(one)["occupation"] == "poet"


def test_letting_more_into_a_folder_sends_it_all_again(two: tuple[Laptop, Laptop], shared: Path) -> None:
    a, b = two
    folders.choose(a.office, shared, [b.key], without={"health"})
    one = person(a, health="asthma")
    send(a, shared)
    take(b, shared)
    folders.choose(a.office, shared, [b.key], without=set())
    assert send(a, shared).records == 2
    take(b, shared)
    assert b.fields(one)["health"] == "asthma"


def test_private_records_never_go(two: tuple[Laptop, Laptop], shared: Path) -> None:
    a, _ = two
    a.save("saved_search", name="mine", query="poet")
    assert send(a, shared).files == []


def test_a_folder_is_written_only_to_those_whose_words_were_compared(new_laptop: Make, shared: Path) -> None:
    a, b = new_laptop("Aigerim"), new_laptop("Berik")
    colleagues.add(a.office, colleagues.read_card(colleagues.identity(b.office).card))
    with pytest.raises(KzcaseError, match="never compared"):
        folders.choose(a.office, shared, [b.key])
    colleagues.verify(a.office, b.key, colleagues.identity(b.office).fingerprint)
    folders.choose(a.office, shared, [b.key])
    colleagues.remove(a.office, b.key)
    assert known(a, shared).contacts == ()
    assert known(a, shared).unknown == (f"key {b.key[:8]}",)
    person(a)
    assert send(a, shared).files == []


def test_the_folder_of_the_vault_itself_and_one_that_is_not_there_are_refused(
    two: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    a, b = two
    for around in (a.office.path.parent, *a.office.path.parent.parents[:2]):
        with pytest.raises(KzcaseError, match="vault itself"):
            folders.choose(a.office, around, [b.key])
    with pytest.raises(NotFound, match="cannot be seen"):
        folders.choose(a.office, tmp_path / "none", [b.key])


# --- what is left alone ---------------------------------------------------------------------------


def test_files_of_others_halves_and_copies_are_told_and_left_alone(
    two: tuple[Laptop, Laptop], shared: Path
) -> None:
    a, b = two
    person(a)
    send(a, shared)
    (name,) = names(shared)
    whole = (shared / name).read_bytes()
    stem = name.removesuffix(".kzcase")
    half = name_of("ab" * 16)
    left = {
        f"~syncthing~{name}.tmp": (whole[:100], Why.UNFINISHED),
        f"{stem}.sync-conflict-20261123-101010-ABCDEFG.kzcase": (whole, Why.COPY),
        half: (whole[: len(whole) // 2], Why.UNREADABLE),
        name_of("cd" * 16): (b"", Why.UNREADABLE),
        name_of("ef" * 16): (whole, Why.RENAMED),
        "notes.txt": (b"hello", Why.FOREIGN),
    }
    for one, (data, _) in left.items():
        (shared / one).write_bytes(data)
    (shared / "photos").mkdir()
    (shared / ".stfolder").mkdir()
    (shared / name_of("12" * 16)).symlink_to(b.office.path)
    before = {one: (shared / one).read_bytes() for one in left}
    with folder.look(b.office, known(b, shared)) as found:
        told = {one.name: one.why for one in found.left_alone}
        assert told == {one: why for one, (_, why) in left.items()} | {
            "photos": Why.FOREIGN,
            name_of("12" * 16): Why.NO_FILE,
        }
        assert all(one.words for one in found.left_alone)
        assert [one.plan.export for one in found.incoming] == [stem.removeprefix("kz-")]
        folder.take(b.office, found, EVERY, backup=False)
    sync(a, shared)
    sync(b, shared)
    assert {one: (shared / one).read_bytes() for one in left} == before
    assert a.state() == b.state()
    (shared / half).write_bytes(whole)  # now it is whole, but it is another file's copy
    with folder.look(b.office, known(b, shared)) as found:
        assert {one.name: one.why for one in found.left_alone}[half] is Why.RENAMED


@pytest.mark.parametrize("ending", [".sync-conflict-20261123-101010-ABCDEFG", " (conflicted copy)", " (1)"])
def test_a_copy_is_looked_at_where_the_file_itself_is_gone(
    two: tuple[Laptop, Laptop], shared: Path, ending: str
) -> None:
    a, b = two
    person(a)
    send(a, shared)
    (name,) = names(shared)
    stem = name.removesuffix(".kzcase")
    other = shared / f"{stem}{ending}.kzcase"
    (shared / name).rename(other)
    (shared / f"{stem} (2).kzcase").write_bytes(b"half of another copy")
    (shared / f"kz-{'ab' * 16} (1).kzcase").write_bytes(other.read_bytes())  # not what its name says
    assert [one.batch is not None for one in take(b, shared).outcomes] == [True]
    assert a.state() == b.state()
    with folder.look(b.office, known(b, shared)) as found:
        told = {one.name: one.why for one in found.left_alone}
        assert told[f"kz-{'ab' * 16} (1).kzcase"] is Why.RENAMED
        assert len(found.incoming) == 0
    folder.pass_over(b.office, known(b, shared), f"kz-{'ab' * 16} (1).kzcase")
    with folder.look(b.office, known(b, shared)) as found:
        assert {one.why for one in found.left_alone} == {Why.COPY}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_names_that_no_screen_can_show_and_very_many_files_do_no_harm(
    two: tuple[Laptop, Laptop], shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, _ = two
    monkeypatch.setattr(looking, "MOST_NAMED", 3)
    (shared / "a\x1b[2Jb\nc.txt").write_text("x")
    (Path(os.fsdecode(os.fsencode(shared) + b"/\xff\xfe.txt"))).write_text("x")
    for number in range(4):
        (shared / f"photo{number}.jpg").write_text("x")
    os.mkfifo(shared / name_of("ab" * 16))
    with folder.look(a.office, known(a, shared)) as found:
        assert (len(found.left_alone), found.unnamed) == (3, 4)
        assert all(one.name.isprintable() for one in found.left_alone)
        assert all(one.name.encode() for one in found.left_alone)


def test_a_half_that_becomes_whole_is_taken_in(two: tuple[Laptop, Laptop], shared: Path) -> None:
    a, b = two
    person(a)
    send(a, shared)
    (name,) = names(shared)
    whole = (shared / name).read_bytes()
    (shared / name).write_bytes(whole[: len(whole) // 3])
    assert take(b, shared).outcomes == ()
    (shared / name).write_bytes(whole)
    assert len(take(b, shared).outcomes) == 1
    assert a.state() == b.state()


def test_a_stranger_s_file_is_told_and_comes_only_if_that_is_chosen(new_laptop: Make, shared: Path) -> None:
    a, b = new_laptop("Aigerim"), new_laptop("Berik")
    colleagues.add(a.office, colleagues.read_card(colleagues.identity(b.office).card))
    colleagues.verify(a.office, b.key, colleagues.identity(b.office).fingerprint)
    folders.choose(a.office, shared, [b.key])
    folders.choose(b.office, shared, [])
    person(a)
    send(a, shared)
    taken = take(b, shared)
    assert taken.outcomes == ()
    assert [one.why for one in taken.left_alone] == [Why.UNVERIFIED]
    taken = take(b, shared, Choice(unverified=True, widening=True))
    assert len(taken.outcomes) == 1
    assert a.state() == b.state()


def test_files_that_wait_for_somebody_s_word_keep_none_of_the_others_back(
    new_laptop: Make, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, c = (new_laptop(name) for name in ("Aigerim", "Berik", "Dana"))
    acquaint(a, b)
    colleagues.add(c.office, colleagues.read_card(colleagues.identity(b.office).card))
    colleagues.verify(c.office, b.key, colleagues.identity(b.office).fingerprint)
    for on, readers in ((a, [b.key]), (c, [b.key]), (b, [a.key])):
        folders.choose(on.office, shared, readers)
    monkeypatch.setattr(looking, "MOST_AT_ONCE", 1)
    for number in range(4):
        person(c, f"Stranger{number}")
        send(c, shared)
    one = person(a, "Bokayev")
    send(a, shared)
    with folder.look(b.office, known(b, shared)) as found:
        # In the order of the files' names, which are random: one that waits may have been met before.
        assert (len(found.incoming), found.more) in ((1, 4), (2, 3))
        waiting = len(found.incoming) - 1
        told = folder.take(b.office, found, EVERY, backup=False)
    assert [left.why for left in told.left_alone] == [Why.UNVERIFIED] * waiting
    assert records.view(b.office, one).status == "here"


def test_one_file_that_is_stopped_does_not_hold_up_the_others(new_circle: Circle, shared: Path) -> None:
    a, b, c = new_circle(3)
    folders.choose(a.office, shared, [b.key])
    folders.choose(c.office, shared, [b.key])
    folders.choose(b.office, shared, [a.key, c.key])
    person(a)
    one = person(c, "Bokayev")
    send(a, shared)
    send(c, shared)
    imposter = colleagues.Card(a.key[::-1], "Aigerim", b"\1" * 32, keys_of(c.office).age_public, "")
    colleagues.add(b.office, imposter, replaces=a.key)
    taken = take(b, shared)
    assert [told.why for told in taken.left_alone] == [Why.STOPPED]
    assert records.view(b.office, one).status == "here"


def test_what_would_let_more_be_shown_stays_out_and_is_offered_again(
    two: tuple[Laptop, Laptop], shared: Path
) -> None:
    a, b = two
    one = person(a, do_not_share=True)
    folders.choose(a.office, shared, [b.key], without=set())
    send(a, shared)
    take(b, shared)
    a.save("person", one, do_not_share=False)
    send(a, shared)
    take(b, shared, Choice())
    assert b.fields(one).get("do_not_share") is True
    with folder.look(b.office, known(b, shared)) as found:
        assert [file.plan.widening for file in found.incoming] == [1]
        folder.take(b.office, found, EVERY, backup=False)
    assert b.fields(one).get("do_not_share") is not True
    with folder.look(b.office, known(b, shared)) as found:
        assert found.incoming == ()


def test_a_file_that_is_passed_over_is_not_offered_again(two: tuple[Laptop, Laptop], shared: Path) -> None:
    a, b = two
    person(a)
    send(a, shared)
    (name,) = names(shared)
    folder.pass_over(b.office, known(b, shared), name)
    with folder.look(b.office, known(b, shared)) as found:
        assert (found.incoming, found.seen) == ((), 1)
    for wrong in (name, "notes.txt"):
        with pytest.raises(NotFound, match="waits in the folder"):
            folder.pass_over(b.office, known(b, shared), wrong)


def test_an_import_from_the_folder_that_is_taken_back_does_not_come_again_by_itself(
    two: tuple[Laptop, Laptop], shared: Path
) -> None:
    a, b = two
    one = person(a)
    send(a, shared)
    (outcome,) = take(b, shared).outcomes
    imports.undo(b.office, str(outcome.batch))
    assert take(b, shared).outcomes == ()
    a.save("person", one, occupation="poet")
    send(a, shared)
    (outcome,) = take(b, shared).outcomes
    assert outcome.plan.counts["undone"] == 1


def test_conflicts_through_a_folder_are_kept_and_decided_once(
    two: tuple[Laptop, Laptop], shared: Path
) -> None:
    a, b = two
    one = person(a, occupation="blogger")
    for on in (a, b):
        sync(on, shared)
    a.save("person", one, occupation="poet")
    b.save("person", one, occupation="singer")
    for on in (a, b, a):
        sync(on, shared)
    assert len(conflicts.listed(a.office)) == len(conflicts.listed(b.office)) == 1
    conflicts.decide(a.office, one, "occupation", "poet and singer")
    for on in (a, b, a):
        sync(on, shared)
    assert conflicts.listed(b.office) == ()
    assert a.state() == b.state()


# --- erasing --------------------------------------------------------------------------------------


def test_what_is_erased_leaves_one_s_own_files_and_is_proposed_to_those_who_have_it(
    two: tuple[Laptop, Laptop], shared: Path
) -> None:
    a, b = two
    one, other = person(a), person(a, "Bokayev")
    send(a, shared)
    (before,) = names(shared)
    take(b, shared)
    erasures.erase(a.office, one)
    sent = send(a, shared)
    assert (sent.records, sent.removed) == (2, 1)
    assert before not in names(shared)
    take(b, shared)
    (proposal,) = erasures.proposals(b.office)
    assert (proposal.record, proposal.by) == (one, ("Aigerim",))
    erasures.accept(b.office, one)
    for on in (b, a, b):
        sync(on, shared)
    assert a.state() == b.state()
    assert records.view(b.office, other).status == "here"


def test_an_erasure_alone_is_a_file_of_its_own_and_is_written_once(
    two: tuple[Laptop, Laptop], shared: Path
) -> None:
    a, b = two
    one = person(a)
    send(a, shared)
    take(b, shared)
    erasures.erase(a.office, one)
    sent = send(a, shared)
    assert (sent.records, len(sent.files)) == (0, 1)
    assert send(a, shared).files == []
    take(b, shared)
    assert [proposal.record for proposal in erasures.proposals(b.office)] == [one]


def test_an_erasure_of_what_nobody_was_sent_writes_nothing(two: tuple[Laptop, Laptop], shared: Path) -> None:
    a, _ = two
    one = person(a)
    erasures.erase(a.office, one)
    assert send(a, shared).files == []


# --- faults ---------------------------------------------------------------------------------------


def test_a_stick_pulled_in_the_middle_is_told_and_the_next_time_makes_it_good(
    two: tuple[Laptop, Laptop], shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = two
    monkeypatch.setattr(changed, "LARGEST", 10_000)
    for number in range(4):
        person(a, f"Seitkali{number}", remarks="x" * 8_000)
    away = shared.with_name("pulled")

    class Pull(Progress):
        """Takes the stick out when the second file is read back."""

        seen = 0

        def report(self, what: str, done: int, total: int) -> None:
            if what == "Reading it back":
                self.seen += 1
                if self.seen == 2:
                    shared.rename(away)

    with pytest.raises(Unwritable):
        send(a, shared, progress=Pull())
    with pytest.raises(Unwritable):
        send(a, shared)
    with pytest.raises(NotFound), folder.look(a.office, known(a, shared)):
        pass
    away.rename(shared)
    with folder.look(b.office, known(b, shared)) as found:  # the first of them is whole
        assert len(found.incoming) == 1
        assert {one.why for one in found.left_alone} <= {Why.UNFINISHED}
    send(a, shared)
    assert all(folder.sort_of(name) is folder.Sort.CASE_FILE for name in names(shared))
    take(b, shared)
    assert a.state() == b.state()


def test_stopping_in_the_middle_leaves_nothing_counted_as_sent(
    two: tuple[Laptop, Laptop], shared: Path
) -> None:
    a, b = two
    person(a)

    class Stop(Progress):
        def report(self, what: str, done: int, total: int) -> None:
            if what == "Reading it back":
                raise Cancelled

    with pytest.raises(Cancelled):
        send(a, shared, progress=Stop())
    assert names(shared) == []
    assert send(a, shared).records == 2
    take(b, shared)
    assert a.state() == b.state()


def test_a_file_that_others_took_away_is_no_harm(two: tuple[Laptop, Laptop], shared: Path) -> None:
    a, b = two
    one = person(a)
    send(a, shared)
    for name in names(shared):
        (shared / name).unlink()
    a.save("person", one, occupation="poet")
    send(a, shared)
    take(b, shared)
    assert b.fields(one)["occupation"] == "poet"


@settings(max_examples=examples(6, 1_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_whatever_is_done_and_in_whatever_order_folders_come_to_one_state(
    new_story: Callable[[], tuple[list[Laptop], Path]], rng: random.Random
) -> None:
    laptops, place = new_story()
    people = [person(laptops[0])]
    for _ in range(rng.randint(5, 14)):
        on = rng.choice(laptops)
        match rng.choice(["new", "edit", "edit", "sync", "send", "take", "undo"]):
            case "new":
                people.append(person(on, f"Seitkali{len(people)}"))
            case "edit":
                here = [one for one in people if on.heads(one)]
                if here:
                    on.save("person", rng.choice(here), occupation=f"poet {rng.random()}")
            case "sync":
                sync(on, place)
            case "send":
                send(on, place)
            case "take":
                take(on, place)
            case "undo":
                done = [one for one in imports.listed(on.office) if one.undone is None]
                if done and rng.random() < 0.3:
                    imports.undo(on.office, rng.choice(done).id)
    for _ in range(3):
        for on in laptops:
            with folder.look(on.office, known(on, place)) as found:
                folder.take(on.office, found, Choice(widening=True, undone=True), backup=False)
            send(on, place)
    # What was taken back comes again only by the one who wrote it; a whole file brings it.
    for on in laptops:
        for other in laptops:
            if on is not other:
                other.take(on.write(other))
    assert len({on.state() for on in laptops}) == 1
    assert all(folder.sort_of(name) is folder.Sort.CASE_FILE for name in names(place))


@pytest.fixture
def new_story(new_circle: Circle, tmp_path: Path) -> Callable[[], tuple[list[Laptop], Path]]:
    """Makes three new laptops that share a new folder."""

    def make() -> tuple[list[Laptop], Path]:
        laptops = new_circle(3)
        place = laptops[0].folder / "shared"
        place.mkdir()
        for on in laptops:
            folders.choose(on.office, place, [one.key for one in laptops if one is not on])
        return laptops, place

    return make
