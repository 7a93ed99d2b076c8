"""Measurements of what the product promises.

Run a module, such as ``python -m bench.preflight``.
"""
