"""Guides in bulk, for measuring: `words` invents them, `rows` makes what the database holds of each."""
