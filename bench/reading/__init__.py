"""How fast a guide's page reaches its readers, beside others that serve the same."""
