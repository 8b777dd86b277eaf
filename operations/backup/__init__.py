"""Backup and restore: the database and the kept files in one encrypted file, checked by hash on both ways.

The file is an age file (https://age-encryption.org) around a tar archive, so it can be opened without Groundwork:
`age -d -i KEY FILE | tar x`, then `cat database.dump.* | pg_restore`. In the archive are, in this order, the dump
of the database in parts, the files, and `manifest.json` with the SHA-256 of each and a fingerprint of every table.
"""

from operations.backup.errors import BackupError
from operations.backup.making import make_backup
from operations.backup.restoring import restore

__all__ = ["BackupError", "make_backup", "restore"]
