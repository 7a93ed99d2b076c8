"""Accounts: identity, lockout, one-time codes, the second factor, and sessions."""
