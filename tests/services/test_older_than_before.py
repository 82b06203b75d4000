"""What an office says of a vault that has lost units it had on this computer."""

from __future__ import annotations

import shutil
from pathlib import Path

from kzcase.services import records, vaults
from kzcase.services.office import Office
from kzcase.vault.mirror import default_folder
from kzcase.vault.vault import Vault
from tests.conftest import KEY


def _opened(path: Path) -> Office:
    return Office.of(Vault.open_raw(path, KEY))


def _write(office: Office, times: int) -> None:
    for _ in range(times):
        records.save(office, records.Draft("person", records.new_id(), {"locality": "Үлгіқала"}))


def test_st21_an_older_copy_is_told_in_words_until_somebody_says_that_they_know(
    office_template: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(office_template, tmp_path / "cases.kzvault"))
    office = _opened(path)
    assert vaults.older_than_before(office) == ""
    office.close()
    older = path.read_bytes()
    office = _opened(path)
    _write(office, 3)
    office.rest()
    office.close()
    path.write_bytes(older)
    office = _opened(path)
    told = vaults.older_than_before(office)
    assert "At least 3 saved units of work are missing" in told or "At least 4" in told
    assert "cases.kzvault-wal" in told
    _write(office, 1)
    office.close()
    office = _opened(path)
    assert vaults.older_than_before(office) == told
    office.accept_older()
    assert vaults.older_than_before(office) == ""
    office.close()
    office = _opened(path)
    assert vaults.older_than_before(office) == ""
    office.close()


def test_nothing_is_left_outside_of_a_vault_whose_use_is_to_be_forgotten(
    office_template: Path, tmp_path: Path
) -> None:
    office = _opened(Path(shutil.copy(office_template, tmp_path / "cases.kzvault")))
    assert [one.name for one in default_folder().iterdir()] == [office.vault.uuid]
    office.close()
    office.forget_use()
    assert not list(default_folder().iterdir())
