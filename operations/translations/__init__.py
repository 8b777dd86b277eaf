"""Texts and their translations: found in Python and templates, kept in .po files, compiled, checked. All with Babel."""
