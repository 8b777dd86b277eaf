"""What somebody with bad intentions sends, and what must not get out."""
