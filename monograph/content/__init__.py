"""The form of a text: pure functions without ORM, settings or clock.

Every layer may import this package; it imports only libraries.
"""
