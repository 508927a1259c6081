"""What WhatsPR writes (databases, backups, what phones have sent) is for its own user alone."""

import os
from contextlib import suppress
from pathlib import Path


def keep_private(var: Path) -> None:
    """Leave group and others no right on new files, nor on the folder `var` that an earlier release made."""
    os.umask(0o077)
    with suppress(OSError):  # there is none, or it is another user's
        var.chmod(0o700)
