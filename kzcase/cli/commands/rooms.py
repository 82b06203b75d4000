"""The rooms of the command line, each loaded when one of its commands is run and not to show its help."""

from __future__ import annotations

from types import ModuleType


def colleagues() -> ModuleType:
    """The commands of `kzcase.cli.colleagues`."""
    from kzcase.cli import colleagues

    return colleagues


def data() -> ModuleType:
    """The commands of `kzcase.cli.data`."""
    from kzcase.cli import data

    return data


def deciding() -> ModuleType:
    """The commands of `kzcase.cli.deciding`."""
    from kzcase.cli import deciding

    return deciding


def exchange() -> ModuleType:
    """The commands of `kzcase.cli.exchange`."""
    from kzcase.cli import exchange

    return exchange


def folders() -> ModuleType:
    """The commands of `kzcase.cli.folders`."""
    from kzcase.cli import folders

    return folders


def letters() -> ModuleType:
    """The commands of `kzcase.cli.letters`."""
    from kzcase.cli import letters

    return letters


def oneletter() -> ModuleType:
    """The commands of `kzcase.cli.oneletter`."""
    from kzcase.cli import oneletter

    return oneletter


def papers() -> ModuleType:
    """The commands of `kzcase.cli.papers`."""
    from kzcase.cli import papers

    return papers


def people() -> ModuleType:
    """The commands of `kzcase.cli.people`."""
    from kzcase.cli import people

    return people


def searches() -> ModuleType:
    """The commands of `kzcase.cli.searches`."""
    from kzcase.cli import searches

    return searches


def vaults() -> ModuleType:
    """The commands of `kzcase.cli.vaults`."""
    from kzcase.cli import vaults

    return vaults


def window() -> ModuleType:
    """The commands of `kzcase.cli.window`."""
    from kzcase.cli import window

    return window
