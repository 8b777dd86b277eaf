"""Judgements of one's own: what they are made of, which go on into the next diagnosis, what stands on them."""
