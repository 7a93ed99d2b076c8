"""Guides in and out of the system: spreadsheets, and the sample guides.

Everything that enters goes through the verbs.
"""
