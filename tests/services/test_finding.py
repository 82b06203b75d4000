"""What is shown at once while somebody types is the beginning of what is shown in the end."""

from __future__ import annotations

import pytest

from kzcase.services import finding
from kzcase.services.office import Office


@pytest.mark.parametrize("text", ["Kharkova", "Харкова", "Bokaev", "Боқаев", "405", "Almaty"])
def test_who_only_looks_like_it_comes_behind_who_is_called_so(sample: Office, text: str) -> None:
    sure = finding.find(sample, text, alike=False)
    whole = finding.find(sample, text)
    assert sure
    assert not any(one.alike for one in sure)
    certain = [one for one in whole if not one.alike]
    assert certain == list(sure)[: len(certain)]
    assert len(certain) == len(sure) or len(whole) == 24
    assert [one.alike for one in whole] == sorted(one.alike for one in whole)


def test_a_slip_is_found_by_the_whole_answer_alone(sample: Office) -> None:
    assert not [one for one in finding.find(sample, "Kharkva", alike=False) if one.kind == "person"]
    assert any("arkov" in one.title or "арков" in one.title for one in finding.find(sample, "Kharkva"))
