"""Whether a city is as its history says, and its history as it was sealed."""

from records.verification.history import Finding, Verdict, verify_city

__all__ = ["Finding", "Verdict", "verify_city"]
