"""Which record stands for another after two were found to be the same.

Merging is one field, `merged_into`; no link is rewritten. Records joined by
it are one group, cycles included; its representative is the target that is
not itself merged, else the smallest id of the group.
"""

from __future__ import annotations

from collections.abc import Mapping


def representatives(merged_into: Mapping[str, str]) -> dict[str, str]:
    """For every record that is merged or merged into: the id that stands for it.

    `merged_into` maps a record to the one it was merged into.
    """
    parent: dict[str, str] = {}

    def top(one: str) -> str:
        while (up := parent.setdefault(one, one)) != one:
            parent[one] = parent[up]
            one = parent[one]
        return one

    for source, target in merged_into.items():
        parent[top(source)] = top(target)
    groups: dict[str, list[str]] = {}
    for member in list(parent):
        groups.setdefault(top(member), []).append(member)
    found = {}
    for members in groups.values():
        ends = [member for member in members if member not in merged_into]
        chosen = min(ends or members)
        found.update(dict.fromkeys(members, chosen))
    return found
