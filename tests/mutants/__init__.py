"""Mutation testing of the code that must not fail: who may do what, the verbs, publishing, the audit trail, triggers.

``python -m tests.mutants`` breaks one spot at a time in a copy of the project and runs the tests that reach it; a
mutant that no test notices is printed. ``--sample 300`` takes a random sample, whose seed is printed.
"""
