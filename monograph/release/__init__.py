"""What is computed before an edition is published, and what is stored when it is."""
