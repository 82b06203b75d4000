from __future__ import annotations

from pathlib import Path

import pytest

from kzcase import resources


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder that carries its data, as a wheel lays it out."""
    package = tmp_path / "site-packages" / "kzcase"
    (package / "_data" / "resources" / "sample").mkdir(parents=True)
    (package / "_data" / "migrations").mkdir()
    (package / "_data" / "manual").mkdir()
    (package / "_data" / "resources" / "sample" / "people.jsonl").write_text("{}\n", encoding="utf-8")
    (tmp_path / "site-packages" / "resources").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", package)
    return package


def test_a_checkout_has_the_folders_beside_the_package() -> None:
    checkout = Path(resources.__file__).resolve().parents[1]
    assert resources.path() == checkout / "resources"
    assert resources.migrations() == checkout / "migrations"
    assert resources.manual() == checkout / "docs" / "manual"


def test_an_installation_carries_the_folders_inside_the_package(installed: Path) -> None:
    assert resources.manual() == installed / "_data" / "manual"
    assert resources.migrations() == installed / "_data" / "migrations"
    found = resources.path("sample", "people.jsonl")
    assert found == installed / "_data" / "resources" / "sample" / "people.jsonl"
    assert found.read_text(encoding="utf-8") == "{}\n"


def test_a_missing_part_is_named_with_its_remedy(installed: Path) -> None:
    with pytest.raises(resources.Incomplete) as failure:
        resources.path("templates", "brief.toml")
    assert "resources/templates/brief.toml" in failure.value.what
    assert failure.value.remedy == "Install kzcase again."


@pytest.mark.parametrize("parts", [("..", "migrations"), ("sample", "..", "..", "x"), ("/etc/passwd",)])
def test_nothing_outside_the_folder_can_be_asked_for(installed: Path, parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="not inside resources"):
        resources.path(*parts)
