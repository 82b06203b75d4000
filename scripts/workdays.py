"""Writes resources/calendar/kazakhstan.json, the days off of Kazakhstan, from the library `holidays`.

    python -m scripts.workdays

The program itself reads the table: the library takes a second to be imported,
and two laptops must count the same days. A test compares the table with the library.
"""

from __future__ import annotations

import json
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "resources" / "calendar" / "kazakhstan.json"
FIRST, LAST = 1995, 2045
ESTIMATED = "estimated"
ABOUT = (
    "Public holidays of Kazakhstan with the days off given for those that fall on a weekend, by year. "
    "Perhaps: the day is estimated and may be a day earlier or later. Worked: days of a weekend that the "
    "Government made working days for a day off elsewhere; such transfers are known up to the year named."
)


def table() -> dict[str, Any]:
    """The whole table but for its version."""
    import holidays

    off: dict[str, str] = {}
    perhaps: dict[str, str] = {}
    worked: dict[str, str] = {}
    for year in range(FIRST, LAST + 1):
        found = holidays.country_holidays("KZ", years=year, language="en_US")
        mine = {day: name for day, name in found.items() if day.year == year}
        off[str(year)] = _days(day for day, name in mine.items() if ESTIMATED not in name)
        perhaps[str(year)] = _days(day for day, name in mine.items() if ESTIMATED in name)
        worked[str(year)] = _days(day for day in found.weekend_workdays if day.year == year)
    known = max(int(year) for year, days in worked.items() if days)
    return {
        "about": ABOUT,
        "source": f"the library holidays {version('holidays')}, country KZ",
        "first": FIRST,
        "last": LAST,
        "transfers_known_to": known,
        "off": off,
        "perhaps": {year: days for year, days in perhaps.items() if days},
        "worked": {year: days for year, days in worked.items() if days},
    }


def _days(days: Any) -> str:
    return " ".join(sorted({f"{day:%m-%d}" for day in days if isinstance(day, date)}))


def text() -> str:
    """The table as it stands in the file; another one has the next version, so that vaults count anew."""
    found, before = table(), json.loads(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    version = int(before.pop("version", 0))
    return (
        json.dumps(
            {"version": version if found == before else version + 1, **found}, indent=1, ensure_ascii=False
        )
        + "\n"
    )


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text(), encoding="utf-8")
