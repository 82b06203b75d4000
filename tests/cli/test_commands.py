from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from kzcase import resources
from kzcase.models.base import kinds

PERSON = {"kind": "person", "id": "p1", "fields": {"region": "KZ-23"}}
NAME = {"kind": "name", "id": "n1", "fields": {"person": "p1", "parts": {"family": "Сынақов"}}}
BAD = {"kind": "person", "id": "p2", "fields": {"born": "31.02.2020"}}
PAGE = 4_096
"""Bytes of a page of a vault."""


def jsonl(path: Path, *lines: Any) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def one_plain_message(outcome: Any) -> str:
    assert outcome.code == 1, outcome
    assert outcome.err.startswith("kzcase: ")
    assert "Traceback" not in outcome.err
    assert outcome.err.count("\n") == 1, outcome.err
    assert outcome.out == ""
    return str(outcome.err)


def person(run: Any, vault: Path, query: str = "Kharkova") -> str:
    return str(run("search", vault, query, "--json").json[0]["id"])


def commits(run: Any, vault: Path) -> int:
    return int(run("info", vault, "--json").json["commits"])


# --- a first hour ------------------------------------------------------------------------------------


def test_the_way_from_a_new_vault_to_a_brief(run: Any, tmp_path: Path) -> None:
    vault, paper = tmp_path / "new.kzvault", tmp_path / "brief.pdf"
    assert run("new", vault, "--writer", "Aigerim").code == 0
    files = sorted(resources.path("sample").glob("*.jsonl"))
    taken = run("import", vault, *files, "--json")
    assert (taken.code, taken.json["refused"]) == (0, [])
    assert run("list", vault, "restriction", "--json").json
    found = person(run, vault)
    assert run("show", vault, found).code == 0
    assert run("set", vault, found, "region=KZ-75", "born=about 1960").code == 0
    shown = run("show", vault, found, "--history", "--json").json
    assert (shown["fields"]["region"], shown["fields"]["born"]) == ("KZ-75", "1960~")
    assert run("check", vault, "--rebuild", "--json").json["ok"]
    made = run(
        "brief",
        vault,
        paper,
        "--person",
        found,
        "--audience",
        "diplomatic",
        "--as-of",
        "2021-07-22",
        "--json",
    )
    assert made.code == 0
    assert {"pages", "sha256", "audience", "people", "withheld", "warnings"} <= made.json.keys()
    assert paper.read_bytes().startswith(b"%PDF")


def test_a_past_value_is_restored(run: Any, vault: Path) -> None:
    one = person(run, vault)
    before = "KZ-75"
    run("set", vault, one, f"region={before}")
    run("set", vault, one, "region=KZ-33")
    history = run("show", vault, one, "--history", "--json").json["history"]
    first = next(
        line["revision"]
        for line in history
        if any(c["field"] == "region" and c["new"] == before for c in line["changes"])
    )
    assert run("restore-value", vault, one, "region", first[:12]).code == 0
    assert run("show", vault, one, "--json").json["fields"]["region"] == before
    assert "no such revision" in one_plain_message(run("restore-value", vault, one, "region", "0123456789"))


def test_a_deleted_record_leaves_the_lists_and_stays_in_history(run: Any, vault: Path) -> None:
    one = person(run, vault)
    assert "stays in history" in run("delete", vault, one).out
    assert one not in {row["id"] for row in run("list", vault, "person", "--json").json}
    shown = run("show", vault, one, "--history", "--json").json
    assert shown["status"] == "deleted"
    assert shown["history"]


def test_a_file_is_attached_and_found_with_its_record(run: Any, vault: Path, tmp_path: Path) -> None:
    one, scan = person(run, vault), tmp_path / "үкім.pdf"
    scan.write_bytes(b"%PDF-1.4 trial")
    assert run("attach", vault, one, scan).out.startswith("Attached: ")
    related = run("show", vault, one, "--json").json["related"]
    assert {"kind": "document", "title": "үкім"}.items() <= next(
        r for r in related if r["kind"] == "document" and r["title"] == "үкім"
    ).items()
    assert "cannot be read" in one_plain_message(run("attach", vault, one, tmp_path / "none"))
    assert "not a file" in one_plain_message(run("attach", vault, one, tmp_path))


def test_a_record_is_named_by_the_beginning_of_its_id_or_by_its_title(run: Any, vault: Path) -> None:
    one = person(run, vault)
    shown = run("show", vault, one, "--json").json
    assert run("show", vault, one[:8], "--json").json["id"] == one
    assert run("show", vault, shown["title"], "--json").json["id"] == one


def test_every_value_typed_after_set_is_read_as_its_field_wants(run: Any, vault: Path) -> None:
    one = person(run, vault)
    done = run(
        "set",
        vault,
        one,
        "born=12.08.1960",
        "roles=blogger, lawyer",
        'liberty={"status": "at_liberty", "since": "2020"}',
        "do_not_share=yes",
        "occupation=",
    )
    assert done.code == 0, done.err
    fields = run("show", vault, one, "--json").json["fields"]
    assert fields["born"] == "1960-08-12"
    assert fields["roles"] == ["blogger", "lawyer"]
    assert fields["liberty"] == {"since": "2020", "status": "at_liberty"}
    assert fields["do_not_share"] is True
    assert "occupation" not in fields
    ban = run("list", vault, "restriction", "--json").json[0]["id"]
    assert run("set", vault, ban, "term=2 years 6 months", f"person={one[:10]}").code == 0
    shown = run("show", vault, ban, "--json").json["fields"]
    assert (shown["term"], shown["person"]) == ({"months": 6, "years": 2}, one)


# --- the vault as a whole ----------------------------------------------------------------------------


def test_a_backup_is_restored_elsewhere_with_equal_state(run: Any, vault: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    told = run("backup", vault, tmp_path / "stick")
    assert told.code == 0
    [copy] = (tmp_path / "stick").iterdir()
    back = tmp_path / "back.kzvault"
    assert run("restore", copy, back).code == 0
    assert run("check", back, "--json").json["state"] == run("check", vault, "--json").json["state"]
    assert one_plain_message(run("restore", copy, back))


def test_a_backup_without_a_folder_goes_where_backups_go_and_is_not_made_twice(run: Any, vault: Path) -> None:
    first = run("backup", vault)
    assert first.code == 0
    (made,) = vault.with_name(f"{vault.stem} backups").iterdir()
    assert str(made) in first.out
    assert "It is there" in run("backup", vault).out
    assert list(made.parent.iterdir()) == [made]


def test_an_older_vault_is_said_on_stderr_until_it_is_accepted(run: Any, vault: Path) -> None:
    older = vault.read_bytes()
    person = run("list", vault, "person", "--json").json[0]["id"]
    assert run("set", vault, person, "locality=Вена").code == 0
    vault.write_bytes(older)
    for _ in range(2):
        done = run("info", vault, "--json")
        assert done.code == 0
        assert done.json["vault"]
        assert "older than when it was last used on this computer" in done.err
    assert run("check", vault, "--accept-older").err == ""
    assert run("info", vault).err == ""


def test_a_travel_vault_goes_and_comes_home(run: Any, vault: Path, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text("seven otters paint the quiet harbour\n")
    people = [one["id"] for one in run("list", vault, "person", "--json").json]
    trip, sealed = tmp_path / "trip.kzvault", tmp_path / "home.kzcase"
    done = run(
        "travel", vault, trip, "--person", people[0], "--without", "health", "--new-passphrase-file", words
    )
    assert done.code == 0, done.err
    there = run("list", trip, "person", "--json", "--passphrase-file", words).json
    assert [one["id"] for one in there] == [people[0]]
    assert run("set", trip, people[0], "locality=Вена", "--passphrase-file", words).code == 0
    assert run("travel", trip, "--home", sealed, "--passphrase-file", words).code == 0
    taken = run("import", vault, sealed, "--json")
    assert taken.code == 0, taken.err
    assert (taken.json["verified"], taken.json["changed"], taken.json["new"]) == (True, 1, 0)
    assert run("show", vault, people[0], "--json").json["fields"]["locality"] == "Вена"
    assert run("travel", vault).code == 2
    assert one_plain_message(run("travel", vault, "--home", tmp_path / "no.kzcase"))


def test_the_passphrase_is_changed(run: Any, vault: Path, tmp_path: Path) -> None:
    new = tmp_path / "new secret"
    new.write_text("seven otters paint the quiet harbour\n")
    assert run("passphrase", vault, "--new-passphrase-file", new).code == 0
    assert "passphrase" in one_plain_message(run("info", vault))
    assert run("info", vault, "--passphrase-file", new).code == 0
    easy = tmp_path / "easy"
    easy.write_text("1234\n")
    refused = run("passphrase", vault, "--passphrase-file", new, "--new-passphrase-file", easy)
    assert "too easy" in one_plain_message(refused)


def test_the_recovery_sheet_holds_its_words(run: Any, vault: Path) -> None:
    sheet = run("recovery", vault).out
    assert run("info", vault, "--json").json["vault"] in sheet
    assert len([word for word in sheet.split() if word.isdigit()]) >= 36


def test_info_says_what_is_known(run: Any, vault: Path) -> None:
    known = run("info", vault, "--json").json
    assert {"path", "vault", "created", "profile", "size", "schema", "app_version", "commits"} <= known.keys()
    assert "vault" in run("info", vault).out


def test_check_finds_nothing_on_generated_people(run: Any, tmp_path: Path) -> None:
    vault = tmp_path / "many.kzvault"
    run("new", vault)
    assert "30 fictional people" in run("generate", vault, "--people", 30, "--seed", 7).out
    found = run("check", vault, "--rebuild", "--json").json
    assert (found["ok"], found["problems"]) == (True, [])
    assert found.keys() >= {"ok", "problems", "records", "revisions", "state"}
    assert run("check", vault).code == 0


# --- shapes that scripts count on --------------------------------------------------------------------


def test_the_shapes_of_json_are_those_of_the_contract(run: Any, vault: Path) -> None:
    one = person(run, vault)
    listed = run("list", vault, "person", "--json").json
    assert {"id", "kind", "title"} <= listed[0].keys()
    shown = run("show", vault, one, "--json").json
    assert {"id", "kind", "title", "fields", "heads", "conflicts", "related"} <= shown.keys()
    assert all(len(head) == 64 for head in shown["heads"])
    hit = run("search", vault, "Бокаев", "--json").json[0]
    assert hit.keys() >= {"id", "kind", "title", "matched", "score"}
    due = run("deadlines", vault, "--as-of", "2021-07-22", "--days", "365", "--json").json
    assert {
        "date",
        "earliest",
        "latest",
        "what",
        "id",
        "kind",
        "title",
        "explanation",
        "certainty",
    } <= due[0].keys()
    schema = run("schema", "--json").json
    assert schema.keys() == kinds().keys()
    assert {"type", "label", "vocabulary", "sensitivity", "audiences", "required"} <= schema["person"][
        "fields"
    ]["born"].keys()


def test_a_person_is_shown_as_they_stood_on_a_day_and_where_sources_disagree_it_says_so(
    run: Any, vault: Path
) -> None:
    kharkova = next(
        row["id"] for row in run("list", vault, "person", "--json").json if "Kharkova" in row["title"]
    )
    before, during, after = (
        run("show", vault, kharkova, "--as-of", day).out for day in ("2017-08-01", "2021-10-20", "2023-01-01")
    )
    assert "  on 2017-08-01:" in before
    assert "Restriction of freedom; 9 Nov 2021" not in before + after
    for said in (
        "in force: Restriction of freedom; 9 Nov 2021 (stated, 20 days left)",
        "Counted from entry into force it ended 5 Oct 2021.",
        "That the probation service received the judgment on that day is inferred; no source says so.",
        "This is 35 days later than counted from entry into force (5 Oct 2021).",
        "5 Oct 2022",
        "proceedings: Criminal: Sentence in force",
    ):
        assert said in during
    due = run("deadlines", vault, "--as-of", "2021-09-20", "--days", "60").out
    assert "2021-10-05" in due
    assert "2021-11-09" in due
    assert "overdue" in due


def test_every_kind_is_listed_and_each_of_its_records_shown(run: Any, vault: Path) -> None:
    for kind in kinds():
        rows = run("list", vault, kind, "--json").json
        assert run("list", vault, kind).code == 0
        for row in rows[:1]:
            assert row["kind"] == kind
            assert run("show", vault, row["id"], "--history").code == 0


def test_search_finds_a_person_by_every_spelling(run: Any, vault: Path) -> None:
    found = {person(run, vault, typed) for typed in ("Бокаев", "Bokayev", "Bokaev", "Боқаев", "bokaeb")}
    assert len(found) == 1
    assert run("search", vault, '"*\x01 🙂').code == 0
    assert len(run("search", vault, "а", "--limit", "3", "--json").json) == 3


# --- records files -----------------------------------------------------------------------------------


def test_a_plan_changes_nothing(run: Any, vault: Path, tmp_path: Path) -> None:
    before = commits(run, vault)
    planned = run("import", vault, jsonl(tmp_path / "a.jsonl", PERSON, NAME), "--plan", "--json")
    assert planned.code == 0
    assert {key: planned.json[key] for key in ("batch", "from", "verified", "new", "same", "changed")} == {
        "batch": None,
        "from": "a.jsonl",
        "verified": False,
        "new": 2,
        "same": 0,
        "changed": 0,
    }
    assert planned.json["conflict"] == planned.json["erased"] == 0
    assert commits(run, vault) == before


def test_nothing_of_a_file_with_a_bad_line_is_taken_in_unless_asked_for(
    run: Any, vault: Path, tmp_path: Path
) -> None:
    path = jsonl(tmp_path / "a.jsonl", PERSON, BAD, NAME)
    before = commits(run, vault)
    refused = run("import", vault, path)
    assert refused.code == 1
    assert "line 2" in refused.err
    assert "born" in refused.err
    assert "Traceback" not in refused.err
    assert commits(run, vault) == before
    skipped = run("import", vault, path, "--skip-bad", "--json")
    assert skipped.code == 1
    assert skipped.json["new"] == 2
    [told] = skipped.json["refused"]
    assert told["where"] == "line 2"
    assert "born" in told["reason"]
    assert run("search", vault, "Сынақов", "--json").json[0]["kind"] == "person"


def test_an_import_says_what_it_did(run: Any, vault: Path, tmp_path: Path) -> None:
    done = run("import", vault, jsonl(tmp_path / "a.jsonl", PERSON, NAME))
    assert (done.code, done.err) == (0, "")
    assert "2 new" in done.out


# --- failures ----------------------------------------------------------------------------------------


def test_a_wrong_passphrase_is_told_in_one_sentence(run: Any, vault: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not this one\n")
    for arguments in (("info", vault), ("list", vault, "person"), ("check", vault)):
        assert "passphrase" in one_plain_message(run(*arguments, "--passphrase-file", wrong)).lower()
    told = run("check", vault, "--json", "--passphrase-file", wrong)
    assert told.json["error"]["what"] in one_plain_message(replace(told, out=""))


def test_a_file_that_is_no_vault_is_told_so_and_left_alone(run: Any, tmp_path: Path) -> None:
    empty, text, plain = tmp_path / "empty.kzvault", tmp_path / "text.kzvault", tmp_path / "plain.kzvault"
    empty.touch()
    text.write_text("hello " * 2_000)
    database = sqlite3.connect(plain)
    database.execute("CREATE TABLE a (b)")
    database.commit()
    database.close()
    for path in (empty, text, plain, tmp_path / "none.kzvault", tmp_path):
        before = path.read_bytes() if path.is_file() else None
        one_plain_message(run("list", path, "person"))
        assert (path.read_bytes() if path.is_file() else None) == before


def test_what_is_due_goes_into_other_calendars_without_names(run: Any, vault: Path, tmp_path: Path) -> None:
    path = tmp_path / "due.ics"
    asked = ("deadlines", vault, "--as-of", "2021-07-22", "--days", "365", "--ics", path)
    assert str(path) in run(*asked).out
    quiet = path.read_text("utf-8")
    assert quiet.count("BEGIN:VEVENT") > 3
    assert "Харькова" not in quiet
    assert "Kharkova" not in quiet
    assert run(*asked, "--names").code == 0
    assert "Kharkova" in path.read_text("utf-8").replace("\n ", "")
    one_plain_message(run(*asked[:-1], tmp_path / "nowhere" / "due.ics"))


def test_a_new_vault_never_replaces_a_file(run: Any, vault: Path, tmp_path: Path) -> None:
    before = vault.read_bytes()
    one_plain_message(run("new", vault))
    assert vault.read_bytes() == before
    one_plain_message(run("new", tmp_path / "nowhere" / "a.kzvault"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list", "VAULT", "spy"), "no kind"),
        (("show", "VAULT", "00000000-0000-4000-8000-000000000000"), "no record"),
        (("show", "VAULT", "nobody of this name"), "no record"),
        (("set", "VAULT", "PERSON", "born=31.02.2020"), "."),
        (("set", "VAULT", "PERSON", "born=sometime"), "."),
        (("set", "VAULT", "PERSON", "shoe_size=41"), "no field"),
        (("set", "VAULT", "PERSON", "region"), "FIELD=VALUE"),
        (("set", "VAULT", "PERSON", "liberty=free"), "JSON"),
        (("set", "VAULT", "PERSON", "photo=nobody of this name"), "no record"),
        (("set", "VAULT", "PERSON", "do_not_share=perhaps"), "yes or no"),
        (("delete", "VAULT", "nobody of this name"), "no record"),
        (("deadlines", "VAULT", "--as-of", "tomorrow"), "not a day"),
        (("deadlines", "VAULT", "--as-of", "2021-02-30"), "not a day"),
        (("show", "VAULT", "PERSON", "--as-of", "2021"), "not a day"),
        (("import", "VAULT", "/nowhere/a.jsonl"), "cannot be read"),
        (("brief", "VAULT", "/nowhere/out.pdf", "--person", "PERSON"), "."),
        (("brief", "VAULT", "out.pdf"), "Nobody"),
        (("brief", "VAULT", "out.pdf", "--person", "PERSON", "--audience", "press"), "no audience called"),
        (("brief", "VAULT", "out.docx", "--person", "PERSON"), "written as"),
        (("brief", "VAULT", "out.pdf", "--search", "vrtkmn"), "Nobody"),
        (("backup", "VAULT", "/nowhere"), "."),
        (("restore", "/nowhere/a.kzvault", "VAULT"), "."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_known_failure_is_one_plain_sentence_and_changes_nothing(
    run: Any, vault: Path, arguments: tuple[str, ...], said: str | None
) -> None:
    if said is None:
        pytest.skip("opens a window")
    one = person(run, vault)
    before = commits(run, vault)
    filled = [{"VAULT": vault, "PERSON": one}.get(part, part) for part in arguments]
    assert said in one_plain_message(run(*filled))
    assert commits(run, vault) == before


def test_a_value_that_does_not_fit_is_told_with_its_field(run: Any, vault: Path) -> None:
    one = person(run, vault)
    refused = run("set", vault, one, "region=Atlantis")
    assert refused.code == 1
    assert "region" in refused.err
    assert "Traceback" not in refused.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("spy",),
        ("list",),
        ("list", "a.kzvault", "person", "--passphrase", "secret"),
        ("search", "a.kzvault", "x", "--limit", "many"),
        ("generate", "a.kzvault"),
        ("generate", "a.kzvault", "--people", "-3"),
        ("deadlines", "a.kzvault", "--days", "-1"),
        ("search", "a.kzvault", "x", "--limit", "0"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(run: Any, arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)
    assert outcome.code == 2
    assert outcome.err.startswith("usage: ")


def test_no_passphrase_and_no_terminal_is_told_so(
    run: Any, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KZCASE_PASSPHRASE_FILE")
    assert "--passphrase-file" in one_plain_message(run("info", vault))


def test_an_empty_or_missing_passphrase_file_is_told_so(run: Any, vault: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for path in (empty, tmp_path / "none", tmp_path):
        assert "passphrase file" in one_plain_message(run("info", vault, "--passphrase-file", path))


def test_a_pack_of_several_people_says_who_is_left_out(run: Any, vault: Path, tmp_path: Path) -> None:
    paper = tmp_path / "pack.pdf"
    people = [
        next(one["id"] for one in run("search", vault, name, "--json").json if one["kind"] == "person")
        for name in ("Kharkova", "Baltabay", "Demoqyzy")
    ]
    asked = ("--template", "pack", "--audience", "public", "--for", "Embassy of Examplia", "--json")
    done = run("brief", vault, paper, "--person", *people, "--without", people[1], *asked)
    assert done.code == 0, done.err
    assert done.json["people"] == [people[0]]
    left_out = {one["id"]: one for one in done.json["withheld"] if one["remedy"]}
    assert left_out[people[1]]["reason"] == "Left out by you."
    assert set(left_out) == set(people[1:])
    pages = PdfReader(paper).pages
    assert len(pages) == done.json["pages"] > 2
    assert "Embassy of Examplia" in pages[0].extract_text()


def test_a_brief_is_locked_with_the_password_of_a_file(run: Any, vault: Path, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("құпия сөз 2026\n", encoding="utf-8")
    paper = tmp_path / "locked.pdf"
    done = run("brief", vault, paper, "--search", "Kharkova", "--pdf-password-file", password)
    assert done.code == 0, done.err
    assert PdfReader(paper).is_encrypted
    assert "Kharkova" in PdfReader(paper, password="құпия сөз 2026").pages[0].extract_text()


def test_what_a_damaged_vault_still_holds_is_rescued_by_its_passphrase_or_its_sheet(
    run: Any, vault: Path, tmp_path: Path
) -> None:
    state = run("check", vault, "--json").json["state"]
    sheet = tmp_path / "sheet.txt"
    sheet.write_text(run("recovery", vault).out, encoding="utf-8")
    damaged = tmp_path / "damaged.kzvault"
    damaged.write_bytes(bytes(16) + vault.read_bytes()[16:])
    assert one_plain_message(run("rescue", damaged, tmp_path / "n.kzvault"))
    new = tmp_path / "new secret"
    new.write_text("seven otters paint the quiet harbour\n")
    saved = tmp_path / "saved.kzvault"

    told = run("rescue", damaged, saved, "--words-file", sheet, "--new-passphrase-file", new)

    assert (told.code, told.err) == (0, "")
    assert "Nothing is known to be missing." in told.out
    assert run("check", saved, "--passphrase-file", new, "--json").json["state"] == state
    again = run("rescue", vault, tmp_path / "again.kzvault", "--json")
    assert (again.code, again.json["whole"], again.json["lost"]) == (0, True, [])
    assert run("check", tmp_path / "again.kzvault", "--json").json["state"] == state
    assert "already a file" in one_plain_message(run("rescue", vault, saved))


def test_a_damaged_page_is_told_with_what_to_do(run: Any, vault: Path) -> None:
    run("generate", vault, "--people", 30, "--seed", 7)
    whole = bytearray(vault.read_bytes())
    for at in range(len(whole) - 40 * PAGE, len(whole), 8 * PAGE):
        whole[at + 1_000] ^= 1
    vault.write_bytes(whole)
    told = run("check", vault)
    assert told.code == 1
    assert "is damaged" in told.out
    assert "Restore the last good backup beside it (kzcase restore)" in told.out
