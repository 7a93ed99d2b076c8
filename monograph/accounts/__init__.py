"""Accounts: proof of identity, lockout after failures, one-time codes, the second factor, and sessions."""
