"""How long what people write may be, in characters; by what it is, in one place.

A field of free text says one of these as its `max_length`: its form refuses more, its page counts as one types
(`static/js/count.js`), and the database keeps no text longer than LONGEST whatever way it comes.
"""

# Why something was done, for those who read it later: a return, a withdrawal, an erasure, a decision, a release.
REASON = 1_000
# What happened, what was said, found, needed or agreed: some sentences, printed as they are.
SENTENCES = 2_000
# A paragraph of the processing record; whom to reach and how.
PARAGRAPHS = 5_000
# What a report is called, on its cover and in the name of its file.
TITLE = 80
# A passphrase. What is longer costs the server time and nobody a guess.
PASSWORD = 256
# No text is longer than this, from wherever it comes; the screen reads no longer one.
LONGEST = 20_000
