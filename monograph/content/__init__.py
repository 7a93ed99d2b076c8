"""Pure functions on text: no ORM, no settings, no clock. Every layer may import this; it imports only libraries."""
