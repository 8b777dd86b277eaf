"""Contents → Typst → PDF."""
