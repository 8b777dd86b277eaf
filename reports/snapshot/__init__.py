"""The snapshot: every approved record of the periods, frozen as canonical JSON with its SHA-256, and read back.

Everything an edition says is computed from these bytes and nothing else.
"""

from reports.snapshot.canonical import MOST_HISTORY, canonical, sha256, short_fingerprint, whole_fingerprint
from reports.snapshot.freezing import FROZEN_UP_TO, NothingToDiagnose, freeze, windows
from reports.snapshot.loading import SnapshotData, extracted_on, load, looked_in, looked_online

__all__ = [
    "FROZEN_UP_TO",
    "MOST_HISTORY",
    "NothingToDiagnose",
    "SnapshotData",
    "canonical",
    "extracted_on",
    "freeze",
    "load",
    "looked_in",
    "looked_online",
    "sha256",
    "short_fingerprint",
    "whole_fingerprint",
    "windows",
]
