"""Every template and both twins, printed by two people on two machines: the same bytes, nothing of either."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from kzcase.briefing import papers
from kzcase.briefing.gather import gather
from kzcase.briefing.templates import TEMPLATES
from kzcase.services.office import Office
from tests.briefing.conftest import KEY, NOW

_PRINT = """
import sys
from datetime import datetime
from pathlib import Path
from sqlalchemy import select
from kzcase.briefing import papers
from kzcase.briefing.gather import gather
from kzcase.models.ledger import RecordRow
from kzcase.services.office import Office
from kzcase.vault.vault import Vault

vault, key, now, *templates = sys.argv[1:]
office = Office(Vault.open_raw(Path(vault), bytes.fromhex(key)), clock=lambda: datetime.fromisoformat(now))
with office.read() as session:
    asked = select(RecordRow.id).where(RecordRow.kind == "person").order_by(RecordRow.id)
    people = session.scalars(asked).all()[::7]
for template in templates:
    content = gather(office, people, audience="internal", language="kk", template=template)
    for form in papers.FORMS:
        print(template, form, papers.drawn(content, form).sha256)
office.close()
"""


def test_every_paper_and_twin_has_the_same_bytes_whoever_prints_it_and_where(
    sample: Office, tmp_path: Path
) -> None:
    source = sample.vault.path
    places = {
        "aigerim": {"PYTHONHASHSEED": "1", "TZ": "Asia/Almaty", "LC_ALL": "ru_RU.UTF-8"},
        "berik": {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"},
    }
    said = []
    for user, more in places.items():
        home = tmp_path / user
        home.mkdir()
        for ending in ("", "-wal"):
            # The vault is open and nobody writes: what is not in the file yet stands beside it.
            if (part := source.with_name(source.name + ending)).exists():
                shutil.copyfile(part, home / f"{user}.kzvault{ending}")
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(one for one in sys.path if one),
            "USER": user,
            "LOGNAME": user,
            "HOME": str(home),
            "PYTHONUTF8": "1",
            **more,
        }
        told = subprocess.run(
            [sys.executable, "-c", _PRINT, f"{user}.kzvault", KEY.hex(), NOW.isoformat(), *TEMPLATES],
            cwd=home,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        said.append(told.stdout)
    assert said[0].count("\n") == len(TEMPLATES) * len(papers.FORMS)
    assert said[0] == said[1]


def words_of(found: object) -> list[str]:
    """Every text and name of an object of a file; other objects that it refers to speak for themselves."""
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return [one for key, value in found.items() for one in (str(key), *direct(value))]
    if isinstance(found, pikepdf.Array):
        return [one for value in found for one in direct(value)]
    return [str(found)] if isinstance(found, pikepdf.String | pikepdf.Name) else []


def direct(value: object) -> list[str]:
    return [] if getattr(value, "is_indirect", False) else words_of(value)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_paper_tells_its_title_its_day_and_the_program_and_nothing_of_the_machine(
    sample: Office, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "aigerimlogin")
    people = everybody(sample)[::3]
    content = gather(sample, people, audience="internal", template=template)
    paper = papers.drawn(content, "pdf").data
    with pikepdf.open(BytesIO(paper)) as opened:
        told = {key: str(value) for key, value in opened.docinfo.items()}
        assert set(told) <= {
            *("/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer"),
            *("/CreationDate", "/ModDate", "/Trapped"),
        }
        assert {told[key] for key in ("/Author", "/Creator", "/Producer")} == {"kzcase"}
        assert told["/CreationDate"] == told["/ModDate"] == "D:20261122000000+00'00'"
        assert told["/Title"] == content.title
        assert str(opened.Root.Lang) == "en"
        assert not {"/Metadata", "/AcroForm", "/OpenAction", "/AA", "/PieceInfo"} & set(opened.Root.keys())
        assert "/EmbeddedFiles" not in opened.Root.get("/Names", pikepdf.Dictionary())
        said = "\n".join(text for one in opened.objects for text in words_of(one))
    lines = said.splitlines()
    assert not [one for one in lines if "aigerimlogin" in one or str(Path.home()) in one or "/tmp/" in one]
    host = os.uname().nodename
    assert not [one for one in lines if one == host or (len(host) > 4 and host in one)]


def everybody(office: Office) -> list[str]:
    from sqlalchemy import select

    from kzcase.models.ledger import RecordRow

    with office.read() as session:
        return list(
            session.scalars(select(RecordRow.id).where(RecordRow.kind == "person").order_by(RecordRow.id))
        )
