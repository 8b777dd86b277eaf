"""The memorandum of the network: who may do what with a version of it, its page, its document."""
