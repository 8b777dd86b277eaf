# Counts up when a figure or a word would come out differently (docs/method.md); kept with every snapshot, printed.
METHOD_VERSION = "5"
