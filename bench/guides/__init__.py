"""Guides in bulk for measurements: `words` invents them, `rows` builds their rows."""
