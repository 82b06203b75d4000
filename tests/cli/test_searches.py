from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.search.test_extract import pdf


def test_a_search_asks_for_more_than_names_and_says_what_it_understood(run: Any, vault: Path) -> None:
    found = run("search", vault, "restrictions in force", "--limit", "200", "--json").json
    assert found
    assert {row["kind"] for row in found} == {"restriction"}
    assert {"id", "kind", "title", "matched", "score"} <= set(found[0])
    people = run("search", vault, "people with restrictions in force", "--limit", "200", "--json").json
    assert {row["kind"] for row in people} == {"person"}
    assert len(people) < len(run("list", vault, "person", "--json").json)
    assert run("search", vault, "people in force").out.startswith(
        "Looked for: People · restriction in force\n"
    )
    assert not run("search", vault, "Bokayev").out.startswith("Looked for")


def test_a_word_of_an_attached_file_is_found_with_its_page(run: Any, vault: Path, tmp_path: Path) -> None:
    one = run("list", vault, "person", "--json").json[0]["id"]
    verdict = tmp_path / "verdict.pdf"
    verdict.write_bytes(pdf(["First page", "The verdict of the Zhyltyrsky court"]))
    told = run("attach", vault, one, verdict).out
    assert "words can be searched" in told
    (hit,) = run("search", vault, "zhyltyrsky", "--json").json
    assert (hit["kind"], hit["page"]) == ("document", 2)
    assert "verdict of the Zhyltyrsky" in hit["matched"]
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(pdf([""]))
    assert "looks like a scan" in run("attach", vault, one, scan).out


def test_a_paper_and_a_case_file_take_whom_a_search_finds(run: Any, vault: Path, tmp_path: Path) -> None:
    wanted = "people with restrictions in force"
    people = {row["id"] for row in run("search", vault, wanted, "--limit", "500", "--json").json}
    out = tmp_path / "out.kzcase"
    done = run("export", vault, out, "--search", wanted, "--plain", "--json")
    assert done.code == 0, done.err
    brief = run("brief", vault, tmp_path / "b.pdf", "--search", wanted, "--audience", "internal", "--json")
    assert brief.code == 0, brief.err
    told = {one["id"] if isinstance(one, dict) else one for one in brief.json["people"]}
    assert told <= people
    nobody = run("brief", vault, tmp_path / "c.pdf", "--search", "people in exile without consent Nobodyev")
    assert nobody.code == 1
    assert "Nobody was found" in nobody.err
    assert not (tmp_path / "c.pdf").exists()


def test_the_words_of_a_file_that_a_colleague_sent_are_found_after_the_import(
    run: Any, vault: Path, tmp_path: Path
) -> None:
    one = run("list", vault, "person", "--json").json[0]["id"]
    verdict = tmp_path / "verdict.pdf"
    verdict.write_bytes(pdf(["The verdict of the Zhyltyrsky court"]))
    assert run("attach", vault, one, verdict).code == 0
    case = tmp_path / "out.kzcase"
    assert run("export", vault, case, "--person", one, "--plain").code == 0
    other = tmp_path / "other.kzvault"
    assert run("new", other, "--writer", "Berik").code == 0
    done = run("import", other, case, "--accept-unverified")
    assert done.code == 0, done.err
    assert [row["page"] for row in run("search", other, "zhyltyrsky", "--json").json] == [1]


def test_a_search_is_kept_listed_found_by_replaced_and_forgotten(run: Any, vault: Path) -> None:
    wanted = "people with restrictions in force"
    kept = run("search", vault, wanted, "--save", "On our desk", "--limit", "200")
    assert kept.code == 0, kept.err
    assert kept.out.startswith("Kept as: On our desk\nLooked for: People")
    found = run("search", vault, wanted, "--limit", "200", "--json").json
    assert run("search", vault, "--saved", "on our DESK", "--limit", "200", "--json").json == found
    (one,) = run("search", vault, "--saved", "--json").json
    assert (one["name"], one["query"], one["kind"]) == ("On our desk", wanted, "person")
    assert (one["count"], one["exact"]) == (len(found), True)
    assert "On our desk" in run("search", vault, "--saved").out
    refused = run("search", vault, "detained", "--save", "On our desk")
    assert refused.code == 1
    assert "--replace" in refused.err
    assert run("search", vault, "detained", "--save", "On our desk", "--replace").code == 0
    assert run("search", vault, "--saved", "--json").json[0]["query"] == "detained"
    assert run("search", vault, "--forget", "On our desk").code == 0
    assert run("search", vault, "--saved", "--json").json == []
    assert run("search", vault, "--saved", "On our desk").code == 1


def test_a_search_without_words_or_with_two_wishes_is_told_so(run: Any, vault: Path) -> None:
    for wish in ((), ("x", "--saved", "y"), ("--saved", "y", "--save", "z")):
        told = run("search", vault, *wish)
        assert told.code == 2
        assert "Traceback" not in told.err
