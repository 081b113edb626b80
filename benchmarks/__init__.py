"""Measurements of layerlint on real code."""
