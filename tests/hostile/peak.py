"""By how much a process grows that does something with a file: in a child, with an opened vault."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import indent

from kzcase.services.office import Office

ROOT = Path(__file__).resolve().parents[2]
BOUND_KB = 200_000
"""What a process may grow above the size of an opened vault, whatever arrives."""

_SCRIPT = """
import sys
from pathlib import Path
from kzcase.errors import KzcaseError
from kzcase.services.office import Office
from kzcase.vault.vault import Vault
{imports}
def resident(what):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1])
office = Office(Vault.open_raw(Path(sys.argv[1]), bytes(range(32))))
path = Path(sys.argv[2])
before = resident("VmRSS")
Path("/proc/self/clear_refs").write_text("5")
try:
{work}
except KzcaseError as told:
    print(told.what)
print(resident("VmHWM") - before)
"""


def measured() -> bool:
    """Whether this machine says how large a process became (Linux)."""
    return Path("/proc/self/clear_refs").exists()


def peak(office: Office, folder: Path, path: Path, *, imports: str, work: str) -> tuple[str, int]:
    """What the child says of a file at `path`, and by how many KB its memory grew at most.

    `work` are lines that use `office`, a copy of this one, and `path`; `imports` are not counted.
    """
    vault = folder / "copy.kzvault"
    office.vault.checkpoint()
    vault.write_bytes(office.path.read_bytes())
    script = _SCRIPT.format(imports=imports, work=indent(work, "    "))
    command = [sys.executable, "-c", script, str(vault), str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said, grown = done.stdout.rsplit("\n", 2)[:2]
    return said, int(grown)
