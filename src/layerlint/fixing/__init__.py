"""Edits carried out with libcst, which is loaded with this package alone: import it late."""
