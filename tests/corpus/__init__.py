"""Labelled texts that preflight and the comparison are measured on; ``python -m tests.corpus`` prints the figures.

Each set is in two parts: rules were written while looking at ``…-tuning.yaml``, and only measured on ``…-aside.yaml``.
"""
