"""Every command with its arguments, in the order of `kzcase --help`."""

from kzcase.cli.commands import exchange, letters, papers, records, vaults
from kzcase.cli.commands.vaults import OPEN_WINDOW

COMMANDS = (
    *vaults.COMMANDS,
    *records.COMMANDS,
    *exchange.COMMANDS,
    *letters.COMMANDS,
    *papers.COMMANDS,
)

__all__ = ["COMMANDS", "OPEN_WINDOW"]
