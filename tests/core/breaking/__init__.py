"""The site with one more page, which breaks."""
