"""Papers from the command line: twins, forms, the register, packs by name, the office's own audiences."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from kzcase.history.ledger import Change
from kzcase.services import records
from kzcase.services.office import Office
from tests.briefing.annexes.world import pdf
from tests.cli.conftest import PASSPHRASE

SIX = ("Bokayev", "Kharkova")


def people(run: Any, vault: Path) -> list[str]:
    return [
        next(one["id"] for one in run("search", vault, name, "--json").json if one["kind"] == "person")
        for name in SIX
    ]


@pytest.mark.parametrize("form", ["pdf", "html", "txt"])
def test_every_form_of_a_paper_is_in_the_register_with_its_hash(
    run: Any, vault: Path, tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"brief.{form}"
    one = people(run, vault)[0]
    made = run("brief", vault, out, "--person", one, "--audience", "public", "--json")
    assert made.code == 0, made.err
    assert made.json["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    (entry,) = run("exports", vault, "--json").json
    assert (entry["sha256"], entry["form"], entry["audience"]) == (made.json["sha256"], form, "public")
    assert entry["people"] == [one]
    assert run("exports", vault, "--hash", entry["sha256"][:8], "--json").json == [entry]
    assert run("exports", vault, "--hash", "0000", "--json").json == []
    assert entry["sha256"] in run("exports", vault, "--person", one).out


def test_the_register_changes_no_shared_state_and_leaves_in_no_case_file(
    run: Any, vault: Path, tmp_path: Path
) -> None:
    state = run("check", vault, "--json").json["state"]
    one = people(run, vault)[0]
    assert run("brief", vault, tmp_path / "a.pdf", "--person", one, "--keep", "One").code == 0
    assert run("check", vault, "--json").json["state"] == state
    out = tmp_path / "all.kzcase"
    assert run("export", vault, out, "--all", "--plain").code == 0
    assert "paper_out" not in out.read_bytes().decode("latin-1")


def test_a_pack_is_kept_made_again_and_says_what_changed(run: Any, vault: Path, tmp_path: Path) -> None:
    asked = ("--template", "pack", "--audience", "public", "--for", "EU Delegation", "--keep", "EU")
    whom = people(run, vault)
    assert run("brief", vault, tmp_path / "a.pdf", "--person", *whom, *asked).code == 0
    (kept,) = run("packs", vault, "--json").json["packs"]
    assert (kept["name"], kept["people"], kept["recipient"]) == ("EU", 2, "EU Delegation")
    again = ("--pack", "eu", "--changes", "--json")
    first = run("brief", vault, tmp_path / "b.pdf", *again).json
    assert set(first["people"]) == set(whom)
    assert first["changed"] == []
    assert run("set", vault, whom[0], "occupation=teacher of geography").code == 0
    second = run("brief", vault, tmp_path / "c.txt", *again).json
    assert [one["id"] for one in second["changed"]] == [whom[0]]
    assert "geography [+]" in (tmp_path / "c.txt").read_text(encoding="utf-8")
    assert len(run("exports", vault, "--pack", "EU", "--json").json) == 2
    assert run("packs", vault, "--remove", "EU").code == 0
    assert run("packs", vault, "--json").json["packs"] == []


def test_a_form_says_what_is_missing_and_takes_answers(run: Any, vault: Path, tmp_path: Path) -> None:
    one = people(run, vault)[0]
    asked = ("--person", one, "--template", "un-sp", "--audience", "un", "--json")
    made = run("brief", vault, tmp_path / "a.txt", *asked).json
    missing = {one["key"] for one in made["missing"]}
    assert "un-sp.mandates" in missing
    answered = run(
        "brief", vault, tmp_path / "b.txt", *asked, "--answer", "un-sp.mandates=Freedom of association"
    )
    assert missing - {one["key"] for one in answered.json["missing"]} == {"un-sp.mandates"}
    assert "Freedom of association" in (tmp_path / "b.txt").read_text(encoding="utf-8")


def test_an_audience_of_the_office_is_called_by_its_name(run: Any, vault: Path, tmp_path: Path) -> None:
    office = Office.open(vault, PASSPHRASE)
    named = {"name": "Parliament", "base": "public", "fields": "person.occupation"}
    office.record([Change("paper_audience", records.new_id(), named)])
    office.close()
    one = people(run, vault)[0]
    asked = ("--person", one, "--audience")
    made = run("brief", vault, tmp_path / "a.txt", *asked, "parliament", "--json")
    assert made.code == 0, made.err
    assert (made.json["audience"], made.json["people"]) == ("public", [one])
    kept_back = [each["field"] for each in made.json["withheld"] if "named audience" in each["reason"]]
    assert kept_back == ["occupation"]
    (entry,) = run("exports", vault, "--json").json
    assert entry["rule"]
    assert "audience Parliament  public, keeps back person.occupation" in run("packs", vault).out
    assert "Parliament" in run("brief", vault, tmp_path / "b.txt", *asked, "senate").err


def test_a_consent_withdrawn_later_names_the_paper(run: Any, vault: Path, tmp_path: Path) -> None:
    shown = run("list", vault, "consent", "--json").json
    for row in shown:
        consent = run("show", vault, row["id"], "--json").json["fields"]
        if consent.get("answer") == "given" and "diplomatic" in consent.get("audiences", ()):
            break
    whom = consent["person"]
    made = run("brief", vault, tmp_path / "a.pdf", "--person", whom, "--audience", "diplomatic", "--json")
    assert made.code == 0, made.err
    assert run("exports", vault, "--consent", row["id"], "--json").json[0]["sha256"] == made.json["sha256"]
    assert run("exports", vault, "--withdrawn", "--json").json == []
    assert run("set", vault, row["id"], "withdrawn=2030-01-01").code == 0
    (told,) = run("exports", vault, "--withdrawn", "--json").json
    assert (told["consent"], told["person"]) == (row["id"], whom)
    assert told["papers"][0]["sha256"] == made.json["sha256"]
    assert "withdrawn or refused 2030-01-01" in run("exports", vault, "--withdrawn").out


def test_a_paper_is_sealed_and_opened_again(run: Any, vault: Path, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text("five words nobody will guess\n", encoding="utf-8")
    one, out = people(run, vault)[0], tmp_path / "brief.pdf.age"
    asked = ("brief", vault, out, "--person", one, "--audience", "public")
    assert "say for whom" in run(*asked).err
    made = run(*asked, "--file-passphrase-file", words, "--json")
    assert made.code == 0, made.err
    (entry,) = run("exports", vault, "--json").json
    assert entry["sha256"] == made.json["sha256"] != hashlib.sha256(out.read_bytes()).hexdigest()
    back = tmp_path / "brief.pdf"
    assert run("unseal", vault, out, back).code == 1
    assert not back.exists()
    assert run("unseal", vault, out, back, "--file-passphrase-file", words).code == 0
    assert hashlib.sha256(back.read_bytes()).hexdigest() == entry["sha256"]
    assert "not with both" in run(*asked, "--to", "X", "--file-passphrase-file", words).err
    assert "no contact" in run(*asked, "--to", "X").err


def test_documents_are_annexed_all_or_some_of_their_pages(run: Any, vault: Path, tmp_path: Path) -> None:
    one = people(run, vault)[0]
    scan = tmp_path / "verdict.pdf"
    scan.write_bytes(pdf([["First"], ["Second"], ["Third"]]))
    assert run("attach", vault, one, scan).code == 0
    kept = run("list", vault, "document", "--json").json
    (document,) = [row["id"] for row in kept if row["title"] == "verdict"]
    out, asked = tmp_path / "out.pdf", ("--audience", "internal", "--json")
    made = run("brief", vault, out, "--person", one, "--annex", f"{document[:8]}:2-3", *asked)
    assert made.code == 0, made.err
    assert made.json["annexes"] == [{"id": document, "number": 1, "pages": [2, 3]}]
    assert made.json["pages"] == 4
    (entry,) = run("exports", vault, "--json").json
    assert entry["annexes"] == [document]
    public = run("brief", vault, out, "--person", one, "--annex", document, "--audience", "public")
    assert public.code == 0, public.err
    assert "withheld: No consent" in public.out
    refused = run("brief", vault, tmp_path / "none.pdf", "--person", one, "--annex", f"{document}:x")
    assert refused.code == 1
    assert "names no pages" in refused.err
    assert not (tmp_path / "none.pdf").exists()
