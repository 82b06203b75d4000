"""Writes the migration that brings vaults from the newest revision to what the models declare now.

    python -m scripts.new_migration "Say what it adds"

Read what it wrote before you commit it: a rename looks like a removal and an
addition, and rows it adds or removes must be stated in `row_changes`.
"""

from __future__ import annotations

import argparse
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

from sqlalchemy.types import TypeDecorator

import kzcase.models.all  # noqa: F401  (declares every table)
from kzcase import resources
from kzcase.models.base import Base
from kzcase.vault import migrate
from kzcase.vault.vault import Vault


def main(arguments: list[str]) -> int:
    """Write the next migration into migrations/versions and say its name."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("message", help="what it does, as a sentence without a full stop")
    message = parser.parse_args(arguments).message
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.kzvault"
        with Vault.create_raw(path, secrets.token_bytes(32)) as vault:
            print(write(vault, resources.migrations(), message))
    return 0


def write(vault: Vault, folder: Path, message: str) -> Path:
    """Compare a vault of the newest revision with the models; the path of the migration written."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    with vault.writer.connect() as connection:
        aside = set(
            connection.exec_driver_sql(
                "SELECT name FROM pragma_table_list"
                " WHERE type IN ('virtual', 'shadow') OR name LIKE 'sqlite_%'"
            ).scalars()
        )

        def include(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
            return kind != "table" or name not in aside

        config.attributes.update(
            connection=connection, metadata=Base.metadata, include_object=include, render_item=_as_stored
        )
        number = f"{int(migrate.head(folder)) + 1:04}"
        script: Any = command.revision(config, message, autogenerate=True, rev_id=number)
    path = Path(script.path)
    _tidy(path)
    return path


def _as_stored(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A column's type of ours as the database stores it: a migration must not change with our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{type(item.impl_instance).__name__}()"
    return False


def _tidy(path: Path) -> None:
    """Take out what Alembic remarks, and lay the rest out as the house does."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.lstrip().startswith("# ###")), "utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(path)], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
