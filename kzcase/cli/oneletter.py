"""The command that prints one letter."""

from __future__ import annotations

import argparse

from kzcase.cli.common import counted, opened, print_json, terminal_progress
from kzcase.errors import KzcaseError
from kzcase.services import records


def letter(arguments: argparse.Namespace) -> None:
    """Write a letter of the register as PDF or .docx."""
    # Loaded here: it brings ReportLab or python-docx along.
    from kzcase.letters import printing

    if arguments.docx and arguments.enclose:
        raise KzcaseError(
            "A paper is put behind a PDF only.",
            safe="No letter was printed.",
            remedy="Leave out --docx, or print the paper by `kzcase brief`.",
        )
    with opened(arguments) as office:
        record = records.resolve(office, arguments.letter)
        if arguments.docx:
            written = printing.write_docx(office, record, arguments.out, draft=arguments.draft)
        else:
            (written,) = printing.write_pdf(
                office,
                (record,),
                arguments.out,
                one_file=True,
                draft=arguments.draft,
                enclose=arguments.enclose,
                progress=terminal_progress(),
            )
    if arguments.json:
        print_json(
            {
                "path": written.path,
                "pages": written.pages,
                "sha256": written.sha256,
                "missing": [
                    {"placeholder": one.placeholder, "words": one.words, "line": one.line}
                    for one in written.missing
                ],
            }
        )
        return
    pages = f"{counted(written.pages, 'page')}, " if written.pages else ""
    print(f"Written: {written.path} ({pages}SHA-256 {written.sha256})")
    for one in written.missing:
        print(f"  missing: line {one.line}: {one.words}")
