"""What other people's checkers say of the public pages: make check-pages."""
