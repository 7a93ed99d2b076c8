"""What external checkers say about the public pages: make check-pages."""
