"""How fast guides are found: search, lists and a guide's page, with few guides and with many."""
