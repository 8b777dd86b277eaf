"""The partner edition: what every member of the network may read of a snapshot.

Its figures are made of records up to amber and protected; its words are of consultations up to green. Whatever is
written here reads a `view` of the snapshot that holds nothing else, so that a section which asks for more fails instead
of printing it.
"""
