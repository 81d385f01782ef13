"""Where passwords come from: a terminal, or an inherited file descriptor. Never an argument, never the environment."""

import getpass
import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding

LONGEST_LINE: Final = 4096
"""Bytes that are read from a descriptor before it is said that this is no password."""

PasswordFd = Annotated[
    int | None,
    typer.Option(
        "--password-fd",
        metavar="N",
        min=0,
        help="Read the password as one line from file descriptor N (0 is standard input) instead of asking.",
    ),
]
"""The option every command with a password has."""


def existing_password(descriptor: int | None, whose: Path | str) -> str:
    """The password of a key file or an account.

    Raises
    ------
    EnvironmentFailure
        There is neither a descriptor nor a terminal, or the descriptor gives no line of UTF-8.
    """
    if descriptor is not None:
        return _line(descriptor)
    return _ask(f"Password of {whose}: ")


def new_password(descriptor: int | None, whose: Path | str) -> str:
    """A password chosen for a new key file or account; at a terminal it is typed twice. Its length is not looked at.

    Raises
    ------
    EnvironmentFailure
        As for `existing_password`.
    Refused
        The two were not the same.
    """
    if descriptor is not None:
        return _line(descriptor)
    password = _ask(f"New password for {whose}: ")
    if _ask("The same again: ") != password:
        raise Refused([Finding("passwords-differ", "The two passwords were not the same. Nothing was written.")])
    return password


def _ask(prompt: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        msg = "A password is needed, and there is no terminal to ask at. Run this in a terminal or use --password-fd."
        raise EnvironmentFailure(msg)
    try:
        return getpass.getpass(prompt)
    except EOFError as error:
        msg = "No password was typed."
        raise EnvironmentFailure(msg) from error


def _line(descriptor: int) -> str:
    """One line, read byte by byte, so that what follows it is left for whoever reads the descriptor next."""
    line = bytearray()
    try:
        while (one := os.read(descriptor, 1)) not in {b"", b"\n"}:
            line += one
            if len(line) > LONGEST_LINE:
                msg = f"The line on file descriptor {descriptor} is too long for a password."
                raise EnvironmentFailure(msg)
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no number of a descriptor"
        msg = f"File descriptor {descriptor} cannot be read: {reason}. Open it for reading, as in 3<FILE."
        raise EnvironmentFailure(msg) from error
    text = bytes(line).removesuffix(b"\r")
    if not text:
        msg = f"There is no password on file descriptor {descriptor}."
        raise EnvironmentFailure(msg)
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        msg = f"The password on file descriptor {descriptor} is not in UTF-8."
        raise EnvironmentFailure(msg) from None  # the cause holds the bytes it could not decode
