"""CSV and workbooks as rows of text: encodings, sheets, where the header stands."""
