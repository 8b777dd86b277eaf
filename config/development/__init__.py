"""`make run`: the site on one's own code. Web server and worker start anew whenever a Python file is saved.

This process loads nothing of the apps: a mistake in one of them is shown and never ends it (see docs/adr/0022).
"""
