"""One byte wrong in any page costs the records that have a row on it, and no others; they are counted."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from kzcase.errors import NotFound, Unwritable
from kzcase.exchange import casefile
from kzcase.exchange.sheets import deciding
from kzcase.history import rescue as shapes
from kzcase.history.ledger import Change
from kzcase.models.folder import DeclinedErasureRow
from kzcase.services import documents, generate, records, rescue, vaults
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.vault import blobs, pages, salvage
from kzcase.vault.failures import Damaged, WrongPassphrase
from kzcase.vault.keys import Secret
from kzcase.vault.vault import Vault
from tests.conftest import KEY

PAGES = 200


@pytest.fixture
def kept(new_office: Callable[..., Office], tmp_path: Path) -> Path:
    """A closed vault of some hundreds of pages, with a document that fills many of them."""
    office = new_office()
    generate.people(office, 8, seed=3)
    person = records.new_id()
    records.save(office, Draft("person", person, {"remarks": "A long story. " * 900}))
    scan = tmp_path / "scan.bin"
    scan.write_bytes(bytes(range(256)) * 1200)
    documents.attach(office, person, scan)
    path = office.path
    office.close()
    assert path.stat().st_size // pages.PAGE > PAGES
    return path


def flipped(path: Path, number: int, target: Path) -> Path:
    """A copy of the file with one byte of one page changed."""
    shutil.copyfile(path, target)
    with target.open("r+b") as file:
        file.seek((number - 1) * pages.PAGE + 1000)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 0xFF]))
    return target


def revisions(path: Path) -> Iterator[shapes.Row]:
    secret = Secret(KEY, path.read_bytes()[:16])
    for _, row in salvage.rows(path, secret, salvage.Found()):
        if (shape := shapes.shape_of(row)) is not None and shape.table == "revision":
            yield row


def truth(path: Path) -> dict[bytes, str]:
    with Vault.open_raw(path, KEY) as vault, vault.read() as session:
        rows = session.execute(text("SELECT id, record FROM revision")).all()
    return {one: str(record) for one, record in rows}


def stands_on(page: bytes, row: shapes.Row) -> bool:
    """Whether any stretch of a revision's bytes stands on a page."""
    whole = row[3] + row[4]
    return any(whole[at : at + 24] in page for at in range(0, len(whole), 24)) or row[1] in page


def test_every_revision_is_read_out_of_a_whole_file_and_out_of_its_log(kept: Path, tmp_path: Path) -> None:
    assert {row[1] for row in revisions(kept)} == truth(kept).keys()
    office = Office(Vault.open_raw(kept, KEY))
    records.save(office, Draft("person", records.new_id(), {"locality": "Үлгіқала"}))
    killed = Path(shutil.copy(kept, tmp_path / "killed.kzvault"))
    log = kept.with_name(kept.name + "-wal")
    shutil.copy(log, killed.with_name("killed.kzvault-wal"))
    office.close()
    assert {row[1] for row in revisions(killed)} == truth(kept).keys()


def test_a_log_that_speaks_of_a_page_beyond_all_files_costs_no_more_than_that_page(
    kept: Path, tmp_path: Path
) -> None:
    office = Office(Vault.open_raw(kept, KEY))
    records.save(office, Draft("person", records.new_id(), {"locality": "Үлгіқала"}))
    killed = Path(shutil.copy(kept, tmp_path / "killed.kzvault"))
    log = Path(shutil.copy(kept.with_name(kept.name + "-wal"), killed.with_name("killed.kzvault-wal")))
    office.close()
    with log.open("r+b") as file:
        file.seek(salvage.LOG_HEADER)
        file.write(b"\xff\xff\xff\xff")
    found = salvage.Found()
    before = killed.stat().st_size // pages.PAGE
    for _ in salvage.rows(killed, Secret(KEY, killed.read_bytes()[:16]), found):
        assert found.pages < 2 * before
    assert found.damaged == [0xFFFFFFFF]


def test_a_damaged_page_costs_the_revisions_that_stand_on_it_and_no_others(
    kept: Path, tmp_path: Path
) -> None:
    whole = {row[1]: row for row in revisions(kept)}
    key = pages.PageKey(Secret(KEY, kept.read_bytes()[:16]))
    content = kept.read_bytes()
    lost_on: dict[bytes, int] = {}
    for number in range(1, len(content) // pages.PAGE + 1):
        bad = flipped(kept, number, tmp_path / "bad.kzvault")
        gone = whole.keys() - {row[1] for row in revisions(bad)}
        page = key.plain(content[(number - 1) * pages.PAGE : number * pages.PAGE], number)
        assert page is not None
        assert all(stands_on(page, whole[one]) for one in gone), number
        for one in gone:
            lost_on[one] = lost_on.get(one, 0) + 1
    assert lost_on.keys() == whole.keys()


def _every(kept: Path, few: int) -> list[int]:
    count = kept.stat().st_size // pages.PAGE
    return list(range(1, count + 1, max(1, count // few)))


def rescued_from_each(kept: Path, tmp_path: Path, numbers: list[int]) -> None:
    whole = truth(kept)
    everyone = set(whole.values())
    for number in numbers:
        bad = flipped(kept, number, tmp_path / "bad.kzvault")
        missing = whole.keys() - {row[1] for row in revisions(bad)}
        touched = {whole[one] for one in missing}
        new = tmp_path / f"new{number}.kzvault"

        done = rescue.rescue_raw(bad, KEY, new)

        assert done.damaged == (number,)
        assert truth(new).keys() == whole.keys() - missing
        assert {one.id for one in done.lost} <= touched
        assert len(missing) >= done.changes_missing
        office = Office(Vault.open_raw(new, KEY))
        try:
            for record in sorted(everyone - touched):
                assert records.view(office, record).heads
            checked = vaults.check(office, rebuild=True)
            assert checked["problems"] == [] or missing or done.documents_missing or done.keys_missing
        finally:
            office.close()
        new.unlink()


def test_what_is_left_becomes_a_vault_that_is_whole(kept: Path, tmp_path: Path) -> None:
    rescued_from_each(kept, tmp_path, _every(kept, 5))


def test_a_document_whose_own_row_is_gone_is_known_again_by_its_bytes(kept: Path, tmp_path: Path) -> None:
    with Vault.open_raw(kept, KEY) as vault, vault.read() as session:
        root = session.execute(text("SELECT rootpage FROM sqlite_schema WHERE name = 'blob'")).scalar_one()
        (one,) = blobs.hashes(session)
        content = blobs.read(session, one)
    bad = flipped(kept, int(root), tmp_path / "bad.kzvault")
    done = rescue.rescue_raw(bad, KEY, tmp_path / "new.kzvault")
    assert (done.damaged, done.documents, done.documents_missing) == ((root,), 1, 0)
    with Vault.open_raw(done.path, KEY) as vault, vault.read() as session:
        assert blobs.read(session, one) == content


def test_a_writer_whose_key_stood_on_the_damaged_page_is_told(kept: Path, tmp_path: Path) -> None:
    with Vault.open_raw(kept, KEY) as vault, vault.read() as session:
        root = session.execute(text("SELECT rootpage FROM sqlite_schema WHERE name = 'writer'")).scalar_one()
        (key,) = session.execute(text("SELECT id FROM writer")).scalars()
    done = rescue.rescue_raw(
        flipped(kept, int(root), tmp_path / "bad.kzvault"), KEY, tmp_path / "new.kzvault"
    )
    assert (done.lost, done.changes_missing, done.keys_missing, done.whole) == ((), 0, 1, False)
    assert "The keys of 1 who signed are gone" in rescue.told(done)
    assert truth(done.path) == truth(kept)
    with Vault.open_raw(done.path, KEY) as vault:
        office = Office(vault)
        problems = vaults.check(office)["problems"]
        assert problems
        assert all(f"of {key[:8]}: the key that verifies it is not here" in one for one in problems)
        with vault.write() as session:
            office.ledger.add_writer(session, "Aigerim")
        records.save(office, Draft("person", records.new_id(), {"locality": "Үлгіқала"}))


def test_what_the_writers_here_wrote_is_signed_again_where_signatures_are_gone(
    kept: Path, tmp_path: Path
) -> None:
    with Vault.open_raw(kept, KEY) as vault, vault.read() as session:
        root = session.execute(
            text("SELECT rootpage FROM sqlite_schema WHERE name = 'signature'")
        ).scalar_one()
    bad = flipped(kept, int(root), tmp_path / "bad.kzvault")
    done = rescue.rescue_raw(bad, KEY, tmp_path / "new.kzvault")
    assert done.whole
    with Vault.open_raw(done.path, KEY) as vault:
        assert vaults.check(Office(vault), rebuild=True)["problems"] == []


@pytest.mark.soak
def test_what_is_left_becomes_a_vault_that_is_whole_for_every_page(kept: Path, tmp_path: Path) -> None:
    rescued_from_each(kept, tmp_path, _every(kept, 10_000))


def test_a_vault_that_is_whole_comes_out_as_it_was(kept: Path, tmp_path: Path) -> None:
    done = rescue.rescue_raw(kept, KEY, tmp_path / "new.kzvault")
    assert done.whole
    assert (done.damaged, done.broken_rows, done.documents) == ((), 0, 1)
    before, after = (Office(Vault.open_raw(path, KEY)) for path in (kept, done.path))
    try:
        assert vaults.check(after, rebuild=True)["problems"] == []
        assert vaults.check(after)["state"] == vaults.check(before)["state"]
        records.save(after, Draft("person", records.new_id(), {"locality": "Үлгіқала"}))
    finally:
        before.close()
        after.close()


def test_what_was_sent_declined_and_said_of_registers_is_remembered(kept: Path, tmp_path: Path) -> None:
    tables = ("export", "export_item", "declined_erasure", "local_value")

    def rows(office: Office) -> list[set[tuple[object, ...]]]:
        with office.vault.read() as session:
            found = [session.execute(text(f"SELECT * FROM {table}")).all() for table in tables]
        return [{tuple(row) for row in some} for some in found]

    office = Office(Vault.open_raw(kept, KEY))
    casefile.write(
        office, tmp_path / "a.kzcase", casefile.Selection(everything=True), casefile.Recipients(plain=True)
    )
    with office.vault.write() as session:
        one = {"record": records.new_id(), "compartment": "", "author": "ab" * 16}
        session.add(DeclinedErasureRow(**one, time=office.ledger.time()))
    with office.vault.write() as session:
        deciding.remember(session, {records.new_id(): records.new_id()})
    before = rows(office)
    office.close()
    after = Office(Vault.open_raw(rescue.rescue_raw(kept, KEY, tmp_path / "new.kzvault").path, KEY))
    try:
        for table, was, now in zip(tables, before, rows(after), strict=True):
            assert was, table
            assert {row for row in was if table != "local_value" or row[0] == deciding.REMEMBERED} <= now
            assert table == "local_value" or was == now
    finally:
        after.close()


def test_what_is_gone_is_named_and_what_lacks_a_change_too(
    new_office: Callable[..., Office], tmp_path: Path
) -> None:
    office = new_office()
    people = [records.new_id() for _ in range(60)]
    for number, one in enumerate(people):
        records.save(office, Draft("case", one, {"title": f"Case {number}", "remarks": "It began so. " * 40}))
    office.close()
    whole = truth(office.path)
    home: dict[int, set[str]] = {}
    for number in range(2, office.path.stat().st_size // pages.PAGE + 1):
        bad = flipped(office.path, number, tmp_path / "bad.kzvault")
        left = {row[1] for row in revisions(bad)}
        home[number] = {whole[one] for one in whole.keys() - left}
    number = max(home, key=lambda one: len(home[one]))
    assert len(home[number]) > 1

    done = rescue.rescue_raw(
        flipped(office.path, number, tmp_path / "bad.kzvault"), KEY, tmp_path / "n.kzvault"
    )

    assert {one.id for one in done.lost} == home[number]
    assert all(one.whole and one.title.startswith("Case ") for one in done.lost)
    assert done.changes_missing == len(home[number])
    assert f"Records that are gone: {len(home[number])}" in rescue.told(done)


@pytest.mark.parametrize("kind", ["case", "restriction"])
def test_a_record_whose_last_change_is_gone_is_named_and_not_the_one_it_belongs_to(
    new_office: Callable[..., Office], tmp_path: Path, kind: str
) -> None:
    office = new_office()
    person = records.new_id()
    ones = [records.new_id() for _ in range(40)]
    belongs = {"person": person} if kind == "restriction" else {"title": "One"}
    office.record([Change("person", person, {"locality": "Орал"})])
    office.record([Change(kind, one, {**belongs, "remarks": "It began so. " * 30}) for one in ones])
    office.close()
    first = truth(office.path)
    office = Office(Vault.open_raw(office.path, KEY))
    office.record([Change(kind, one, {"remarks": "It went on so. " * 30}) for one in ones])
    office.close()
    whole = truth(office.path)
    for number in range(office.path.stat().st_size // pages.PAGE, 1, -1):
        bad = flipped(office.path, number, tmp_path / "bad.kzvault")
        gone = whole.keys() - {row[1] for row in revisions(bad)}
        if gone and not gone & first.keys():
            break
    assert gone

    done = rescue.rescue_raw(bad, KEY, tmp_path / "n.kzvault")

    assert {one.id for one in done.lost} == {whole[one] for one in gone}
    assert not any(one.whole for one in done.lost)
    assert f"Records that lack their latest changes; look through them: {len(gone)}" in rescue.told(done)


def test_known_failures_make_nothing(kept: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.kzvault"
    with pytest.raises(NotFound):
        rescue.rescue(tmp_path / "nowhere", "x", new)
    with pytest.raises(WrongPassphrase):
        rescue.rescue(kept, "not the passphrase", new)
    short = tmp_path / "short"
    short.write_bytes(b"x")
    with pytest.raises(Damaged, match="too short"):
        rescue.rescue(short, "x", new)
    ruined = tmp_path / "ruined.kzvault"
    ruined.write_bytes(kept.read_bytes()[:16] + bytes(pages.PAGE * 3))
    with pytest.raises(Damaged, match="No record"):
        rescue.rescue_raw(ruined, KEY, new)
    assert not [one.name for one in tmp_path.iterdir() if one.name.startswith("new.")]
    new.write_bytes(b"mine")
    with pytest.raises(Unwritable, match="already a file"):
        rescue.rescue_raw(kept, KEY, new)
    assert new.read_bytes() == b"mine"
