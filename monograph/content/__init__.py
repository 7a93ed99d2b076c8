"""Pure functions on text: no ORM, no settings, no clock. Everything above may import this; it imports only libraries."""
