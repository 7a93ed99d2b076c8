"""Labeled texts that preflight and the comparison are measured on.

``python -m tests.corpus`` prints the figures. The rules were written with ``…-tuning.yaml`` in view; the other texts,
``…-aside.yaml`` and ``…-unseen.yaml``, measure them.
"""
