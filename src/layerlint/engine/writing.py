"""Files of the user's that are written whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from layerlint.config import ConfigError


def write_whole(path: Path, content: bytes) -> None:
    """Put bytes into a file, by way of another one beside it; links and modes are kept. Raises `ConfigError`.

    Pipes and devices are written to as they are: they can't be put in place.
    """
    import tempfile

    target = path.resolve()
    beside: str | None = None
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as stream:
            beside = stream.name
            stream.write(content)
        os.chmod(beside, mode)
        os.replace(beside, target)
        beside = None
    except OSError as error:
        raise ConfigError(f"{path}: can't be written: {error.strerror}") from error
    finally:
        if beside is not None:
            os.unlink(beside)
