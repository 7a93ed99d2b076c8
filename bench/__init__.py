"""Figures that this product promises, measured. Each module is run by itself: ``python -m bench.preflight``."""
