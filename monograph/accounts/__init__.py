"""Accounts: verifying identity, lockout, one-time codes, the second factor, and sessions."""
