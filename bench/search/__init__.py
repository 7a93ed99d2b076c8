"""How fast search, lists and guides are, with few guides and with many."""
