class DomainError(Exception):
    """A rule of the domain was broken; the message is meant for the user."""


class AuthenticationError(DomainError):
    """It is not known who is asking."""


class PermissionDeniedError(DomainError):
    """The person may not do this."""


class NotFoundError(DomainError):
    """There is no such thing."""

    def __init__(self, kind: str, identity: int) -> None:
        super().__init__(f"{kind} {identity} does not exist")


class ConflictError(DomainError):
    """The request contradicts the current state."""
