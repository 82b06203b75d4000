from __future__ import annotations

import subprocess
import sys

import pytest

from kzcase.cli.commands import COMMANDS
from kzcase.cli.commands.later import Later
from kzcase.cli.common import Command


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_finds_its_function(command: Command) -> None:
    assert isinstance(command.run, Later)
    assert callable(command.run.function())


def test_showing_help_loads_neither_database_nor_window_nor_papers() -> None:
    asked = (
        "import sys\n"
        "from kzcase.cli.main import parser\n"
        "parser()\n"
        "print({name.partition('.')[0] for name in sys.modules}"
        " & {'sqlalchemy', 'sqlcipher3', 'PySide6', 'reportlab', 'alembic'})"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
