"""The sections of the settings: the program, backups, passphrase, recovery sheet, writers."""
