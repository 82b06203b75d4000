from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from kzcase import resources
from kzcase.errors import Unwritable
from kzcase.vault import backup, meta, migrate
from kzcase.vault.connection import Connector, Doors
from kzcase.vault.failures import MigrationFailed, NewerVault
from kzcase.vault.keys import Secret
from kzcase.vault.vault import Vault
from tests.older import made_by

BODY = '''"""{name}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = "{before}"
row_changes = {changes}


def upgrade() -> None:
{steps}
'''

PARENT = (
    "op.execute('CREATE TABLE try_court (id INTEGER PRIMARY KEY, name TEXT)')",
    (
        "op.execute('CREATE TABLE try_hearing (id INTEGER PRIMARY KEY,"
        " court_id INTEGER REFERENCES try_court(id) ON DELETE CASCADE)')"
    ),
    "op.execute(\"INSERT INTO try_court VALUES (1, 'Almaty')\")",
    "op.execute('INSERT INTO try_hearing VALUES (1, 1), (2, 1)')",
)
REBUILD = (
    "with op.batch_alter_table('try_court', recreate='always') as t: t.add_column(sa.Column('x', sa.Text()))",
)


class Folder:
    """A folder of migrations that begins with the shipped ones."""

    def __init__(self, path: Path) -> None:
        self.path = path
        shutil.copytree(resources.migrations(), path)

    def add(self, name: str, *steps: str, changes: dict[str, int] | None = None) -> None:
        body = BODY.format(
            name=name,
            before=migrate.head(self.path),
            changes=changes or {},
            steps="\n".join(f"    {step}" for step in steps),
        )
        (self.path / "versions" / f"{name}.py").write_text(body, "utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    made = Folder(tmp_path / "migrations")
    monkeypatch.setattr(resources, "migrations", lambda: made.path)
    return made


def rows(path: Path, key: bytes, query: str) -> list[tuple[object, ...]]:
    doors = Doors(Connector(path, Secret(key, path.read_bytes()[:16])))
    try:
        with doors.reader.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]
    finally:
        doors.writer.connect().close()
        doors.close()


def beside(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if file.is_file())


SHAPE = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"


def test_the_newest_revision_is_known_without_loading_alembic() -> None:
    from alembic.script import ScriptDirectory

    assert migrate.head() == ScriptDirectory(str(resources.migrations())).get_current_head()


def test_an_older_vault_is_backed_up_and_updated(path: Path, key: bytes, folder: Folder) -> None:
    folder.add("9001", *PARENT)
    with Vault.open_raw(path, key) as vault:
        assert vault.info().schema == "9001"
        with vault.read() as session:
            (note,) = meta.copies(session)
    (kept,) = [name for name in beside(path) if "before update" in name]
    assert note.place == str(path.with_name(kept))
    assert (
        backup.verify(path.with_name(kept), Secret(key, path.read_bytes()[:16])).rows.get("try_court") is None
    )


def test_rebuilding_a_table_keeps_every_row_that_refers_to_it(path: Path, key: bytes, folder: Folder) -> None:
    folder.add("9001", *PARENT)
    Vault.open_raw(path, key).close()
    folder.add("9002", *REBUILD)
    with Vault.open_raw(path, key) as vault, vault.read() as session:
        assert session.execute(text("SELECT count(*) FROM try_hearing")).scalar() == 2
        assert session.execute(text("SELECT x FROM try_court")).scalar() is None
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (("raise sa.exc.OperationalError('x', {}, Exception())",), "could not be done"),
        (("op.execute(\"INSERT INTO try_court VALUES (1, 'twice')\")",), "could not be done"),
        (
            ("op.execute('DELETE FROM try_hearing WHERE id = 1')",),
            "try_hearing would hold 1 rows instead of 2",
        ),
        (("op.execute('DROP TABLE try_hearing')",), "try_hearing would hold 0 rows"),
        (("op.execute('UPDATE try_hearing SET court_id = 7')",), "refer to one that is not there"),
    ],
)
def test_a_migration_that_fails_or_loses_rows_leaves_everything_as_it_was(
    path: Path, key: bytes, folder: Folder, steps: tuple[str, ...], words: str
) -> None:
    folder.add("9001", *PARENT)
    Vault.open_raw(path, key).close()
    before = rows(path, key, SHAPE), rows(path, key, "SELECT * FROM try_hearing")
    folder.add("9002", *REBUILD, "op.execute('CREATE TABLE half (x)')", *steps)
    with pytest.raises(MigrationFailed, match=words):
        Vault.open_raw(path, key)
    assert (rows(path, key, SHAPE), rows(path, key, "SELECT * FROM try_hearing")) == before
    assert rows(path, key, "SELECT version_num FROM alembic_version") == [("9001",)]
    assert any("before update 9001" in name for name in beside(path))


def test_rows_that_a_migration_says_it_removes_may_go(path: Path, key: bytes, folder: Folder) -> None:
    folder.add("9001", *PARENT)
    Vault.open_raw(path, key).close()
    folder.add("9002", "op.execute('DELETE FROM try_hearing WHERE id = 1')", changes={"try_hearing": -1})
    with Vault.open_raw(path, key) as vault:
        assert vault.info().schema == "9002"


def test_foreign_keys_are_enforced_again_after_an_update(path: Path, key: bytes, folder: Folder) -> None:
    folder.add("9001", *PARENT)
    with Vault.open_raw(path, key) as vault, vault.writer.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_vault_of_a_newer_schema_is_refused_and_not_touched(path: Path, key: bytes, folder: Folder) -> None:
    folder.add("9001", *PARENT)
    Vault.open_raw(path, key).close()
    (folder.path / "versions" / "9001.py").unlink()
    before = path.read_bytes()
    with pytest.raises(NewerVault):
        Vault.open_raw(path, key)
    assert path.read_bytes() == before


def test_without_room_for_the_copy_before_it_an_update_does_not_begin(
    path: Path, key: bytes, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.add("9001", *PARENT)

    def full(*_: object) -> None:
        raise Unwritable("The disk is full.")

    before = path.read_bytes()
    monkeypatch.setattr(backup.files, "move", full)
    with pytest.raises(Unwritable):
        Vault.open_raw(path, key)
    assert (path.read_bytes(), beside(path)) == (before, [path.name])


def test_an_update_prints_nothing(
    path: Path, key: bytes, folder: Folder, capfd: pytest.CaptureFixture[str]
) -> None:
    folder.add("9001", *PARENT)
    Vault.open_raw(path, key).close()
    assert capfd.readouterr() == ("", "")


def test_no_migration_can_run_outside_a_vault(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources.migrations()))
    config.set_main_option("sqlalchemy.url", f"sqlite:///{tmp_path / 'plain.db'}")
    with pytest.raises(RuntimeError, match="encrypted"):
        command.upgrade(config, "head")
    assert not (tmp_path / "plain.db").exists()


def test_the_migrations_make_the_tables_that_the_models_declare(vault: Vault) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    import kzcase.models.all  # noqa: F401  (declares them)
    from kzcase.models.base import Base

    own = "SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow') OR name LIKE 'sqlite_%'"
    with vault.writer.connect() as connection:
        aside = {"alembic_version", *connection.exec_driver_sql(own).scalars()}
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _object, name, kind, _reflected, _other: (
                    kind != "table" or name not in aside
                ),
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_a_new_column_is_written_into_a_new_migration_that_runs(vault: Vault, folder: Folder) -> None:
    import sqlalchemy as sa

    import kzcase.models.all  # noqa: F401  (declares them)
    from kzcase.models.base import Base
    from kzcase.models.fields import CanonicalJson
    from scripts import new_migration

    table = Base.metadata.tables["vault_copy"]
    columns = (sa.Column("try_remark", sa.Text()), sa.Column("try_set", CanonicalJson(is_set=True)))
    for column in columns:
        table.append_column(column)
    try:
        written = new_migration.write(vault, folder.path, "Add a remark to copies")
    finally:
        for column in columns:
            table._columns.remove(column)  # SQLAlchemy has no public way back
    steps = [line.strip() for line in written.read_text("utf-8").splitlines() if "op." in line]
    assert steps[1:] == [
        'batch_op.add_column(sa.Column("try_remark", sa.Text(), nullable=True))',
        'batch_op.add_column(sa.Column("try_set", sa.Text(), nullable=True))',
    ]
    assert "#" not in written.read_text("utf-8")
    path = vault.path
    key = vault.secret.key
    vault.close()
    with Vault.open_raw(path, key) as updated, updated.read() as session:
        assert session.execute(text("SELECT count(try_remark) FROM vault_copy")).scalar() == 0


def test_copies_that_an_earlier_version_made_stay_known(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "older.kzvault"
    with made_by(path, key, "0007") as driver:
        driver.execute(
            "INSERT INTO vault_copy (what, made_on, place, secret) VALUES ('backup', '2026-01-02', '/x', 's')"
        )
    with Vault.open_raw(path, key) as vault, vault.read() as session:
        first = meta.copies(session)[0]
        assert (first.what, first.made_on, first.place, first.secret) == ("backup", "2026-01-02", "/x", "s")
        assert (first.made_at, first.commits, first.size, first.head, first.why) == (None,) * 5


def test_who_signed_what_is_still_known_when_it_is_kept_in_one_tree(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "older.kzvault"
    rows_before = [(bytes([n]) * 32, seq) for n in (9, 3, 7) for seq in (2, 1)]
    with made_by(path, key, "0016") as driver:
        driver.execute("INSERT INTO vault_mark VALUES (1, 7, randomblob(16), zeroblob(16), '0.1')")
        driver.executemany("INSERT INTO signed (revision, signature) VALUES (?, ?)", rows_before)
        driver.execute("INSERT INTO search_text(rowid, words) VALUES (7, 'bokaev')")
    with Vault.open_raw(path, key) as vault, vault.read() as session:
        assert sorted(map(tuple, session.execute(text("SELECT revision, signature FROM signed")))) == sorted(
            rows_before
        )
        made = session.execute(text("SELECT sql FROM sqlite_schema WHERE name = 'signed'")).scalar_one()
        assert made.rstrip().endswith("WITHOUT ROWID")
        found = "SELECT rowid FROM search_text WHERE search_text MATCH 'bok*'"
        assert session.execute(text(found)).scalars().all() == [7]
        assert session.execute(text("SELECT count(*) FROM search_due")).scalar_one() == 0


def test_a_leaf_of_the_text_index_fits_one_page(vault: Vault) -> None:
    with vault.read() as session:
        page = int(session.execute(text("PRAGMA page_size")).scalar_one())
        for index in ("search_text", "search_page"):
            size = session.execute(text(f"SELECT v FROM {index}_config WHERE k = 'pgsz'")).scalar_one()
            # SQLCipher keeps 80 bytes of a page; a cell of a table may fill what is left but for 35.
            assert size + 11 <= page - 80 - 35
