"""The encrypted file: make, open, lock, units of work, migrate, back up, check.

`docs/vault.md` describes the format. Every word of SQLite's own (PRAGMA,
`rowid`) stays in this room and in `kzcase.search`.
"""
