"""A sealed paper: an age file with nothing but the paper inside, which its readers open and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from kzcase.errors import Cancelled, KzcaseError, NotFound, Unwritable
from kzcase.exchange import sealing
from kzcase.exchange.casefile import (
    DamagedFile,
    FileTooLarge,
    NotForYou,
    PassphraseNeeded,
    WrongFilePassphrase,
    passphrase,
)
from kzcase.progress import Progress
from kzcase.services import colleagues
from tests.laptops import Laptop, acquaint

PAPER = b"%PDF-1.7\n" + bytes(range(256)) * 400
WORDS = "five words nobody will guess"


@pytest.fixture
def three(new_laptop: Callable[..., Laptop]) -> tuple[Laptop, Laptop, Laptop]:
    """Three who know each other's keys."""
    laptops = new_laptop("Aigerim"), new_laptop("Berik"), new_laptop("Dana")
    acquaint(*laptops)
    return laptops


def test_who_it_is_sealed_for_opens_it_and_so_does_who_sealed_it(
    three: tuple[Laptop, Laptop, Laptop], tmp_path: Path
) -> None:
    writer, reader, other = three
    seal, known = sealing.for_contacts(writer.office, ("Berik",))
    assert [one.name for one in known] == ["Berik"]
    assert seal.told == {"sealed": [reader.key]}
    file = tmp_path / "brief.pdf.age"
    file.write_bytes(seal.close(PAPER))
    for one in (reader, writer):
        out = tmp_path / f"{one.key[:8]}.pdf"
        assert sealing.unseal(one.office, file, out) == len(PAPER)
        assert out.read_bytes() == PAPER
    with pytest.raises(NotForYou):
        sealing.unseal(other.office, file, tmp_path / "no.pdf")
    assert not (tmp_path / "no.pdf").exists()


def test_age_alone_opens_it_without_kzcase(three: tuple[Laptop, Laptop, Laptop]) -> None:
    writer, reader, _ = three
    seal, _ = sealing.for_contacts(writer.office, (reader.key,))
    with reader.office.read() as session:
        (identity,) = colleagues.identities(session)
    assert pyrage.decrypt(seal.close(PAPER), [pyrage.x25519.Identity.from_str(identity)]) == PAPER


def test_a_passphrase_opens_it_here_and_with_age_alone(
    three: tuple[Laptop, Laptop, Laptop], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrase, "WORK", 4)
    writer = three[0]
    seal = sealing.with_passphrase(WORDS)
    assert seal.told == {"sealed": "passphrase"}
    assert WORDS not in repr(seal)
    data = seal.close(PAPER)
    assert pyrage.passphrase.decrypt(data, WORDS) == PAPER
    file, out = tmp_path / "brief.pdf.age", tmp_path / "brief.pdf"
    file.write_bytes(data)
    with pytest.raises(PassphraseNeeded):
        sealing.unseal(writer.office, file, out)
    with pytest.raises(WrongFilePassphrase):
        sealing.unseal(writer.office, file, out, "other words that do not fit")
    assert not out.exists()
    sealing.unseal(writer.office, file, out, WORDS)
    assert out.read_bytes() == PAPER


def test_a_short_passphrase_guards_nothing() -> None:
    with pytest.raises(KzcaseError, match="shorter than 12"):
        sealing.with_passphrase("elevenchars")


def test_what_is_no_sealed_paper_is_refused_and_nothing_is_written(
    three: tuple[Laptop, Laptop, Laptop], tmp_path: Path
) -> None:
    writer, reader, _ = three
    seal, _ = sealing.for_contacts(writer.office, (reader.key,))
    good, out = seal.close(PAPER), tmp_path / "out.pdf"
    file = tmp_path / "x.age"
    file.write_bytes(good[:-30])
    with pytest.raises(DamagedFile):
        sealing.unseal(reader.office, file, out)
    file.write_bytes(seal.close(b"PK\x03\x04 a case file"))
    with pytest.raises(KzcaseError, match="case file and no paper"):
        sealing.unseal(reader.office, file, out)
    with pytest.raises(NotFound):
        sealing.unseal(reader.office, tmp_path / "none.age", out)
    file.write_bytes(good)
    with pytest.raises(Unwritable):
        sealing.unseal(reader.office, file, tmp_path / "nowhere" / "out.pdf")
    with pytest.raises(NotFound):
        sealing.for_contacts(writer.office, ("Nobody",))
    assert not out.exists()


def test_an_opened_paper_is_in_memory_only_and_says_what_it_is(
    three: tuple[Laptop, Laptop, Laptop], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader, _ = three
    seal, _ = sealing.for_contacts(writer.office, (reader.key,))
    folder = tmp_path / "stick"
    folder.mkdir()
    # Whatever might be put aside would be put aside here.
    for one in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(one, str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    forms = {
        "brief.pdf": PAPER,
        "brief.html": b"<!doctype html>x",
        "brief.txt": "Сөз".encode(),
        "x": b"\xff\0",
    }
    for name, data in forms.items():
        file = folder / f"{name}.age"
        file.write_bytes(seal.close(data))
        before = sorted(folder.iterdir())
        paper = sealing.opened(reader.office, file)
        assert (paper.name, paper.data, paper.by_passphrase) == (name, data, False)
        assert paper.form == name.partition(".")[2]
        assert sorted(folder.iterdir()) == before
        assert repr(data) not in repr(paper)


def test_what_is_larger_than_a_paper_is_refused_and_never_held(
    three: tuple[Laptop, Laptop, Laptop], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "LARGEST", 5_000)
    monkeypatch.setattr(passphrase, "WORK", 4)
    writer, reader, _ = three
    seal, _ = sealing.for_contacts(writer.office, (reader.key,))
    file = tmp_path / "bomb.pdf.age"
    for one, words in ((seal, None), (sealing.with_passphrase(WORDS), WORDS)):
        file.write_bytes(one.close(bytes(200_000)))
        with pytest.raises(FileTooLarge, match="more than a paper does"):
            sealing.opened(reader.office, file, words)
    monkeypatch.setattr(sealing, "_MOST_AROUND", 1_000)
    with pytest.raises(FileTooLarge, match="more than a paper does"):
        sealing.opened(reader.office, file)


def test_opening_can_be_stopped(three: tuple[Laptop, Laptop, Laptop], tmp_path: Path) -> None:
    writer, reader, _ = three
    seal, _ = sealing.for_contacts(writer.office, (reader.key,))
    file = tmp_path / "brief.pdf.age"
    file.write_bytes(seal.close(PAPER))
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        sealing.opened(reader.office, file, progress=progress)


def test_what_cannot_be_opened_is_told_in_the_words_of_a_paper(
    three: tuple[Laptop, Laptop, Laptop], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrase, "WORK", 4)
    writer, reader, other = three
    seal, _ = sealing.for_contacts(writer.office, (reader.key,))
    by_words = sealing.with_passphrase(WORDS).close(PAPER)
    good = seal.close(PAPER)
    file = tmp_path / "brief.pdf.age"

    def told(data: bytes, laptop: Laptop, words: str | None = None) -> str:
        file.write_bytes(data)
        with pytest.raises(KzcaseError) as refused:
            sealing.opened(laptop.office, file, words)
        assert "case file" not in refused.value.sentence
        assert refused.value.remedy
        assert str(refused.value) == refused.value.sentence
        return refused.value.what

    assert "not sealed for anyone who writes here" in told(good, other)
    assert "passphrase of its own" in told(by_words, reader)
    assert "does not open" in told(by_words, reader, "another five words or so")
    assert "damaged" in told(good[:-40], reader)
    assert "damaged" in told(by_words[:-40], reader, WORDS)
    assert "not a sealed paper" in told(PAPER, reader)
    assert "more work" in told(by_words.replace(b" 4\n", b" 40\n", 1), reader, WORDS)


def test_an_opened_paper_takes_neither_its_own_place_nor_a_vault_s(
    three: tuple[Laptop, Laptop, Laptop], tmp_path: Path
) -> None:
    writer, reader, _ = three
    file = tmp_path / "brief.pdf.age"
    file.write_bytes(sealed := sealing.for_contacts(writer.office, (reader.key,))[0].close(PAPER))
    with pytest.raises(KzcaseError, match="place of the sealed one"):
        sealing.unseal(reader.office, file, tmp_path / "." / "brief.pdf.age")
    vault = reader.office.vault.path
    before = vault.read_bytes()
    with pytest.raises(Unwritable, match="not written over"):
        sealing.unseal(reader.office, file, vault)
    assert (file.read_bytes(), vault.read_bytes()) == (sealed, before)
