"""Why an edit is not carried out."""

from __future__ import annotations


class RefusedError(Exception):
    """An edit that can't be carried out for certain; `reason` says why, for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
