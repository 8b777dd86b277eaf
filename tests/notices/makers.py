"""What is asked of the network in these tests."""

HERE = "/city/elverhavn/what-changed/"
QUESTION = "Which two evenings suit you?"
