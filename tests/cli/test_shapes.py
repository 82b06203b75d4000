"""Scripts count on what `--json` prints: a page names every key and its type, and nothing else is printed."""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from kzcase.app import main
from kzcase.history.ledger import Change
from kzcase.services import records
from kzcase.services.office import Office
from tests.cli.conftest import PASSPHRASE, Outcome, Run
from tests.lightkeys import lightly

DOCS = Path(__file__).resolve().parents[2] / "docs"
ANY, PERHAPS = "*", "?"
TYPES: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "number": (int,),
    "share": (float, int),
    "yes or no": (bool,),
    "nothing": (type(None),),
    "any": (str, int, float, bool, list, dict, type(None)),
}


def pages() -> dict[str, Any]:
    """What the page says of each shape, by its heading."""
    text = (DOCS / "json.md").read_text(encoding="utf-8")
    found = re.findall(r"^### `(.+?)`\n.*?^```json\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    shapes = {name: json.loads(block) for name, block in found}
    assert len(shapes) == len(found) == text.count("```json")
    return shapes


SHAPES = pages()


class Seen:
    """Compares what was printed with a shape, and remembers which lists and values were met."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.met: set[str] = set()

    def look(self, value: Any, shape: Any, where: str = "") -> None:
        if isinstance(shape, str):
            self._plain(value, shape, where)
        elif isinstance(shape, list):
            if not isinstance(value, list):
                self.faults.append(f"{where} is no list")
                return
            for one in value:
                self.met.add(f"{where}[]")
                self.look(one, shape[0], f"{where}[]")
        elif not isinstance(value, dict):
            self.faults.append(f"{where} is no object")
        elif ANY in shape:
            for key, one in value.items():
                self.met.add(f"{where}.*")
                self.look(one, shape.get(key, shape[ANY]), f"{where}.{key if key in shape else ANY}")
        else:
            known = {key.removesuffix(PERHAPS): key for key in shape}
            missing = [key for key in known if key not in value and key in shape]
            self.faults += [f"{where}.{key} is not printed" for key in missing]
            self.faults += [f"{where}.{key} is not on the page" for key in value.keys() - known.keys()]
            for key in known.keys() & value.keys():
                self.look(value[key], shape[known[key]], f"{where}.{key}")

    def _plain(self, value: Any, shape: str, where: str) -> None:
        allowed = [one for word in re.split(r" or (?!no\b)", shape) for one in TYPES[word]]
        if value is not None:
            self.met.add(where)
        if type(value) not in allowed:
            self.faults.append(f"{where} is {type(value).__name__}, not {shape}")


def places(shape: Any, where: str = "") -> Iterator[str]:
    """Every place of a shape at which some value must have been met for its type to be proved."""
    if isinstance(shape, list):
        yield from places(shape[0], f"{where}[]")
    elif isinstance(shape, dict):
        for key, one in shape.items():
            yield from places(one, f"{where}.{key.removesuffix(PERHAPS)}")
    elif shape != "any":
        yield where


# --- a vault of which every command has something to tell --------------------------------------------


class Told:
    """Runs commands with `--json`, and keeps what each of them printed by the name of its shape."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.printed: dict[str, list[Any]] = defaultdict(list)

    def run(self, *arguments: object) -> Outcome:
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main([str(one) for one in arguments])
        return Outcome(code, out.getvalue(), err.getvalue())

    def json(self, shape: str, *arguments: object, code: int = 0) -> Any:
        done = self.run(*arguments, "--json")
        assert done.code == code, (arguments, done.err)
        self.printed[shape].append(done.json)
        return done.json


def _lines(path: Path, *lines: Mapping[str, Any]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return path


SHARED = str(uuid.uuid4())
"""An id that is a person's in one vault and an organisation's in the other."""

ROWS = (
    {"kind": "person", "id": "p1", "fields": {"region": "KZ-23", "health": "ill"}},
    {"kind": "name", "id": "n1", "fields": {"person": "p1", "parts": {"family": "Synaqov"}}},
    {"kind": "person", "id": "p2", "fields": {"region": "KZ-23"}},
    {"kind": "name", "id": "n2", "fields": {"person": "p2", "parts": {"family": "Ulgiev", "given": "Er"}}},
    {
        "kind": "event",
        "id": "e1",
        "fields": {"persons": ["p1", "p2"], "title": "With Er Ulgiev", "description": "Ulgiev Er spoke"},
    },
    {"kind": "person", "id": "p3", "fields": {"region": "KZ-23"}},
    {"kind": "name", "id": "n3", "fields": {"person": "p3", "parts": {"family": "Twice", "given": "Karim"}}},
    {"kind": "person", "id": SHARED, "fields": {"region": "KZ-23"}},
)
REGISTER = "name,region,cell\nKarim Twice,KZ-23,\nMax Third,KZ-23,Block 7\nNobody Else,Atlantis,\n"
MAPPING = """kind = "person"
[columns]
name = "name.parts"
region = "region"
cell = "detention.place"
"""


def _handed_over(told: Told, a: Path, b: Path) -> None:
    """Cards, an unknown sender, a lost key; then a file with a record that is refused."""
    place, out = told.place, told.place / "out.kzcase"
    rows = _lines(
        place / "rows.jsonl", *ROWS, {"kind": "person", "id": "p9", "fields": {"region": "Atlantis"}}
    )
    told.json("import of a records file", "import", a, rows, "--skip-bad", code=1)
    ours = _lines(place / "ours.jsonl", {"kind": "organisation", "id": SHARED, "fields": {"name": "House"}})
    told.json("import of a records file", "import", b, ours)
    for mine, theirs, name in ((a, b, "Berik"), (b, a, "Aigerim")):
        card = place / f"{name}.kzcard"
        words = told.json("identity", "identity", theirs, "--card", card)["fingerprint"]
        told.json("contact", "contact", mine, "add", card)
        if mine is b:
            told.run("export", a, out, "--all", "--to", "Berik")
            told.json(
                "import of a case file", "import", b, out, "--plan", code=1
            )  # warned of, and one is refused
            told.json("contact", "contact", b, "lost", name)
            told.json("import of a case file", "import", b, out, "--plan", code=1)  # stopped
            told.json("contact list", "contact", b, "list")
            told.json("contact", "contact", b, "found", name)
        told.json("contact", "contact", mine, "verify", name, "--fingerprint", *words.split())
    told.json("contact list", "contact", b, "list")
    person = told.run("list", a, "person", "--json").json
    one = next(row["id"] for row in person if row["title"] == "Synaqov")
    chosen = ("--person", one, "--without", "health")
    told.json("export", "export", a, out, *chosen, "--to", "Berik")
    told.json("export as records", "export", a, place / "o.jsonl", "--all", "--plain")
    told.json("import of a case file", "import", b, out)
    told.run("export", a, out, "--all", "--to", "Berik")
    told.json("import of a case file", "import", b, out, "--skip-bad", code=1)


def _decided(told: Told, a: Path, b: Path) -> None:
    """Two conflicts, one import taken back upon which something was written, one person erased."""
    out = told.place / "out.kzcase"
    people = {row["title"]: row["id"] for row in told.run("list", a, "person", "--json").json}
    one, other = people["Synaqov"], people["Ulgiev Er"]
    told.run("set", a, one, "occupation=poet", "locality=Aktobe")
    told.run("set", b, one, "occupation=singer", "locality=Oral")
    told.run("export", a, out, "--all", "--to", "Berik")
    batch = told.run("import", b, out, "--skip-bad", "--json").json["batch"]
    told.json("show", "show", b, one)
    told.json("show", "show", b, one, "--history")
    found = told.json("conflicts", "conflicts", b)
    revision = found[0]["values"][0]["revision"]
    told.json("failure", "resolve", b, one, "region", "--value", "Atlantis", code=1)
    told.json("resolve", "resolve", b, one, found[0]["field"], "--take", revision)
    told.json("resolve", "resolve", b, one, found[1]["field"], "--keep-both")
    # Not the first of the list: two imports of one second stand there in any order.
    told.json("list of imports", "undo-import", b)
    told.json("undo-import", "undo-import", b, batch, "--plan")
    told.json("erase", "erase", a, other, "--plan")
    told.json("erase", "erase", a, other, "--yes")
    told.run("export", a, out, "--all", "--to", "Berik")
    told.json("import of a case file", "import", b, out, "--plan", code=1)
    told.run("import", b, out, "--skip-bad")
    told.json("proposals to erase", "erase", b)
    told.json("declined proposal", "erase", b, other, "--decline")


def _in_step(told: Told, a: Path, b: Path) -> None:
    """A folder, and files of several sorts at once."""
    shared, place = told.place / "shared", told.place
    shared.mkdir()
    (shared / "notes.txt").write_text("hello")
    told.json("folder", "folder", a, shared)
    told.json("folder", "folder", b, shared, "--without", "health", "--skip-bad", code=1)
    told.json("list of folders", "folder", b)
    told.json("contact", "contact", b, "remove", "Aigerim")
    told.run("export", a, place / "again.kzcase", "--all", "--to", "Berik")
    both = (
        _lines(place / "more.jsonl", {"kind": "source", "id": "s1", "fields": {"title": "x"}}),
        place / "again.kzcase",
    )
    told.json("import of several files", "import", b, *both, "--plan", code=1)
    mapping, register = place / "m.toml", place / "register.csv"
    mapping.write_text(MAPPING, encoding="utf-8")
    register.write_text(REGISTER, encoding="utf-8")
    sheet = ("import", a, register, "--mapping", mapping)
    told.json("import of a spreadsheet", *sheet, "--plan", code=1)
    batch = told.json("import of a spreadsheet", *sheet, "--skip-bad", "--with-duplicates", code=1)["batch"]
    told.json("undo-import", "undo-import", a, batch)
    told.json("list of imports", "undo-import", a)


def _of_the_sample(told: Told, vault: Path) -> None:
    """What is told of one vault, and nothing of colleagues."""
    place = told.place
    told.json("info", "info", vault)
    told.json("check", "check", vault, "--rebuild")
    told.json("schema", "schema")
    people = told.json("list", "list", vault, "person")
    one, other = (row["id"] for row in people[:2])
    told.json("list as a spreadsheet", "list", vault, "person", "--csv", place / "people.csv")
    for row in people:
        if row["title"].startswith(("Bokayev", "Kharkova")):
            told.json("show", "show", vault, row["id"], "--as-of", "2021-10-20")
    told.json("search", "search", vault, "Bokayev", "--save", "mine")
    told.json("list of searches", "search", vault, "--saved")
    told.json("forgotten search", "search", vault, "--forget", "mine")
    twins = _lines(place / "twins.jsonl", *(dict(row, id=f"{row['id']}x") for row in ROWS[2:4]))
    twins.write_text(twins.read_text().replace('"person": "p2"', '"person": "p2x"'))
    told.run("import", vault, _lines(place / "one.jsonl", *ROWS[2:4]))
    told.run("import", vault, twins)
    told.json("duplicates", "duplicates", vault)
    told.json("two people", "duplicates", vault, "--two-people", one, other)
    told.json("deadlines", "deadlines", vault, "--as-of", "2021-07-22", "--days", "365")
    told.json("written files", "deadlines", vault, "--ics", place / "days.ics")
    told.json("rescue", "rescue", vault, place / "rescued.kzvault")
    told.json("letters", "letters", vault)
    told.json("written files", "letters", vault, "--ics", place / "letters.ics")
    told.json("failure", "show", vault, "nobody of this name", code=1)


LETTER = {
    "kind": "letter",
    "id": "l1",
    "fields": {
        "direction": "out",
        "subject": "Not yet",
        "number": "2026/902",
        "body": "On ⟦date: unknown⟧ they came.",
    },
}


def _on_paper(told: Told, vault: Path) -> None:
    """A paper and a letter: as text and to be edited, which is what takes least."""
    place = told.place
    office = Office.open(vault, PASSPHRASE)
    named = {"name": "Parliament", "base": "public", "fields": "person.occupation"}
    office.record([Change("paper_audience", records.new_id(), named)])
    office.close()
    consents = [
        told.run("show", vault, row["id"], "--json").json["fields"] | {"id": row["id"]}
        for row in told.run("list", vault, "consent", "--json").json
    ]
    agreed = next(
        one for one in consents if one.get("answer") == "given" and "diplomatic" in one.get("audiences", ())
    )
    paper = ("brief", vault, place / "paper.txt", "--person", agreed["person"])
    told.json("brief", *paper, "--audience", "diplomatic", "--keep", "Mission", "--for", "The mission")
    told.json("brief", *paper, "--audience", "diplomatic", "--template", "un-sp", "--changes")
    told.json("exports", "exports", vault)
    told.run("set", vault, agreed["id"], "withdrawn=2030-01-01")
    told.json("exports --withdrawn", "exports", vault, "--withdrawn")
    told.json("packs", "packs", vault)
    told.json("removed pack", "packs", vault, "--remove", "Mission")
    told.run("import", vault, _lines(place / "letter.jsonl", LETTER))
    told.json(
        "letter",
        "letter",
        vault,
        place / "letter.docx",
        "--letter",
        "2026/902 · Not yet",
        "--docx",
        "--draft",
    )


@pytest.fixture(scope="module")
def printed(
    closed_vault: Path, empty_vault: Path, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, list[Any]]:
    """By the name of its shape whatever each command printed."""
    place = tmp_path_factory.mktemp("shapes")
    (place / "secret").write_text(PASSPHRASE + "\n", encoding="utf-8")
    told = Told(place)
    with lightly(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("KZCASE_PASSPHRASE_FILE", str(place / "secret"))
        a, b, sample = (place / f"{name}.kzvault" for name in ("a", "b", "sample"))
        shutil.copyfile(empty_vault, a)
        shutil.copyfile(closed_vault, sample)
        Office.create(b, PASSPHRASE, "Berik").close()
        _handed_over(told, a, b)
        _decided(told, a, b)
        _in_step(told, a, b)
        _of_the_sample(told, sample)
        _on_paper(told, sample)
    return told.printed


NOT_MET = {
    "import of a spreadsheet": {".sheet"},
    "import of several files": {".batch"},
    "folder": {".not_to[]"},
    "search": {"[].page"},
    "show": {
        *(".history[].missing[]", ".one_person[].id", ".one_person[].title"),
        *(f".state.measures[].{key}" for key in ("id", "text", "end", "in_force", "explanation")),
        *(f".state.serving[].{key}" for key in ("id", "text", "end", "how", "explanation")),
    },
    "brief": {
        *(".annexes[].id", ".annexes[].number", ".annexes[].pages[]", ".changed[].id", ".changed[].what"),
    },
    "exports": {"[].annexes[]", "[].mission", "[].rule", "[].pack"},
    "packs": {".packs[].rule"},
    "check": {".problems[]"},
}
"""Places at which the vaults of this test have nothing to tell."""


@pytest.mark.parametrize("name", SHAPES)
def test_a_command_prints_the_keys_and_types_of_the_page_and_no_others(
    printed: Mapping[str, list[Any]], name: str
) -> None:
    seen = Seen()
    assert printed[name], f"nothing was printed of {name}"
    for one in printed[name]:
        seen.look(one, SHAPES[name])
    assert seen.faults == []
    assert {one for one in places(SHAPES[name]) if one not in seen.met} == NOT_MET.get(name, set())


def test_every_shape_that_was_printed_stands_on_the_page(printed: Mapping[str, list[Any]]) -> None:
    assert printed.keys() == SHAPES.keys()
    for name in ("import of several files", "folder"):
        for one in (file for told in printed[name] for file in told["files"] if "sender" in file):
            assert one.keys() == SHAPES["import of a case file"].keys()


def promised() -> Mapping[str, set[str]]:
    """By command the keys that its paragraph in the manual names behind "JSON"."""
    text = (DOCS / "manual" / "commands.md").read_text(encoding="utf-8")
    paragraphs = re.findall(r"^`kzcase (\w[\w-]*)(.*?)(?=^\n|\Z)", text, re.MULTILINE | re.DOTALL)
    return {
        command: {*re.findall(r"`([a-z_]\w*)`", said[-1]), *re.findall(r'"(\w+)"', said[-1])}
        for command, words in paragraphs
        if len(said := re.split(r"JSON(?: then)?:", words, maxsplit=1)) == 2
    }


def keys(value: Any) -> Iterator[str]:
    """Every key that stands anywhere in JSON."""
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield key.removesuffix(PERHAPS)
        yield from keys(inner)
    for one in value if isinstance(value, list) else ():
        yield from keys(one)


def test_a_failure_is_told_to_people_and_to_scripts(run: Run, vault: Path) -> None:
    told = run("show", vault, "nobody of this name", "--json")
    said = told.json["error"]
    assert (told.code, told.err) == (1, f"kzcase: {said['what']} {said['remedy']}\n")
    wrong = vault.with_name("no.kzvault")
    wrong.write_bytes(b"nothing of ours" * 400)
    for command in (("info", wrong), ("conflicts", wrong), ("import", wrong, "x"), ("folder", wrong)):
        told = run(*command, "--json")
        assert (told.code, bool(told.json["error"]["what"]), told.err.count("\n")) == (1, True, 1)
        assert run(*command).out == ""
    assert run("conflicts", vault, "--passphrase-file", vault, "--json").json["error"]["what"]
    looked = run("erase", vault, "Bokayev Max", "--json")  # what would go is told, and that nothing went
    assert (looked.code, looked.json["erased"], "--yes" in looked.err) == (1, False, True)


def test_the_manual_promises_no_key_that_does_not_stand_on_the_page() -> None:
    assert len(promised()) > 20
    for command, named in promised().items():
        of_it = [shape for name, shape in SHAPES.items() if _is_of(name, command)]
        assert of_it, f"the page says nothing of {command}"
        known = {key for shape in of_it for key in keys(shape)}
        assert named - known <= {"stated", "rule", "none", "restriction_kind", "import"}, command


def _is_of(name: str, command: str) -> bool:
    elsewhere = {
        "list of imports": "undo-import",
        "list of folders": "folder",
        "proposals to erase": "erase",
        "declined proposal": "erase",
        "list of searches": "search",
        "forgotten search": "search",
        "two people": "duplicates",
        "removed pack": "packs",
    }
    return elsewhere.get(name, name.split()[0]) == command
