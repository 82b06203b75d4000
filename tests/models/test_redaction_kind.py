"""A vault from before redactions takes them up; they go with their document and reach no paper."""

from __future__ import annotations

import sqlcipher3.dbapi2
from sqlalchemy import create_engine, text

from kzcase.models.base import Travel, kinds, models
from kzcase.models.fields import INTERNAL
from tests.models.test_letter_kinds import migrated

FROM_BEFORE = 12
"""The revision of a vault that knew no redactions and no annexes."""


def test_a_vault_from_before_keeps_its_papers_and_packs_and_can_name_annexes() -> None:
    with create_engine("sqlite://", module=sqlcipher3.dbapi2).connect() as connection:
        migrated(connection, 1, FROM_BEFORE)
        connection.execute(text("INSERT INTO paper_out (id, template) VALUES ('o', 'brief')"))
        connection.execute(text("INSERT INTO paper_pack (id, name) VALUES ('p', 'EU dialogue')"))
        migrated(connection, FROM_BEFORE + 1, FROM_BEFORE + 1)
        assert connection.execute(text("SELECT template, documents FROM paper_out")).all() == [
            ("brief", None)
        ]
        assert connection.execute(text("SELECT name, documents, annexes FROM paper_pack")).all() == [
            ("EU dialogue", None, None)
        ]
        columns = {row[1] for row in connection.execute(text("PRAGMA table_info(redaction)"))}
        assert columns == {one.name for one in models()["redaction"].__table__.columns}


def test_a_redaction_belongs_to_its_document_travels_with_it_and_is_never_printed() -> None:
    kind = kinds()["redaction"]
    assert [one.key for one in kind.owners] == ["document"]
    assert kind.travel is Travel.SHARED
    assert all(field.audiences == INTERNAL for field in kind.fields.values() if field.key != "deleted")
