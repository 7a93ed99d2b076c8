"""How fast a guide's page is served, compared with other servers of the same page."""
