"""The manual says of every command and option what it is for, and of none that is not there."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kzcase.cli.main import parser
from kzcase.exchange import recordsfile
from kzcase.models.fields import FieldType
from kzcase.services.office import Office

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual"


def commands() -> Mapping[str, argparse.ArgumentParser]:
    [choices] = [
        action.choices for action in parser()._actions if isinstance(action, argparse._SubParsersAction)
    ]
    return choices


def usage_lines() -> dict[str, str]:
    """The usage of each command as the manual writes it."""
    text = (MANUAL / "commands.md").read_text(encoding="utf-8")
    found = (one.replace("\n", " ") for one in re.findall(r"^`(kzcase [a-z][^`]*)`", text, re.MULTILINE))
    return {one.split()[1]: one for one in found}


def test_every_command_stands_in_the_manual_and_no_other() -> None:
    assert usage_lines().keys() == commands().keys()


@pytest.mark.parametrize("name", commands())
def test_every_argument_of_a_command_stands_in_its_usage(name: str) -> None:
    usage = usage_lines()[name]
    options = {one for action in commands()[name]._actions for one in action.option_strings} - {
        "-h",
        "--help",
    }
    assert set(re.findall(r"--[a-z-]+", usage)) == options
    for action in commands()[name]._actions:
        if not action.option_strings:
            assert action.metavar in re.findall(r"[A-Za-z.=]+", usage.replace("...", ""))


@pytest.mark.parametrize("name", commands())
def test_every_argument_of_a_command_says_what_it_is(name: str) -> None:
    assert [action.dest for action in commands()[name]._actions if not action.help] == []


def test_every_type_of_value_stands_in_the_manual() -> None:
    text = (MANUAL / "records-file.md").read_text(encoding="utf-8")
    assert all(f"`{one.value}`" in text for one in FieldType)


def test_the_example_of_the_manual_is_taken_in(office: Office, tmp_path: Path) -> None:
    text = (MANUAL / "records-file.md").read_text(encoding="utf-8")
    path = tmp_path / "example.jsonl"
    path.write_text(text.split("```")[1].strip(), encoding="utf-8")
    planned: Any = recordsfile.plan(office, [path])
    assert planned.refused == ()
    assert planned.new == len(path.read_text(encoding="utf-8").splitlines()) - 1
    assert json.dumps(planned.report(None))
