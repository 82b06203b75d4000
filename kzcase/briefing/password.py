"""Locks a paper with a password, so that it can be sent: AES-256 (PDF 2.0, revision 6)."""

from __future__ import annotations

from io import BytesIO

from kzcase.errors import KzcaseError

SHORTEST = 8


def locked(paper: bytes, password: str) -> bytes:
    """The same paper, which opens with the password only.

    Its bytes differ each time by their random salts; what names the paper is the
    hash of the unlocked one. Raises `KzcaseError` for a password shorter than
    eight characters: it is all that guards the paper on its way.
    """
    import pikepdf

    if len(password) < SHORTEST:
        raise KzcaseError(
            f"The password of the PDF is shorter than {SHORTEST} characters.",
            safe="No paper was written.",
            remedy="Choose a longer one, and tell it by another way than the paper goes.",
        )
    out = BytesIO()
    with pikepdf.open(BytesIO(paper)) as pdf:
        pdf.save(
            out, encryption=pikepdf.Encryption(owner=password, user=password, R=6), deterministic_id=False
        )
    return out.getvalue()
