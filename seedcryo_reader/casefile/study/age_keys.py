"""age keys (X25519, https://age-encryption.org/v1): recipients that are encrypted to, identities that open."""

from typing import TypeAlias

from pyrage import IdentityError, RecipientError, x25519

Identity: TypeAlias = x25519.Identity


def recipient(text: str) -> str | None:
    """An ``age1…`` recipient exactly as age writes it; None for anything else."""
    try:
        return text if str(x25519.Recipient.from_str(text)) == text else None
    except RecipientError:
        return None


def identity(text: str) -> Identity | None:
    """The identity of an ``AGE-SECRET-KEY-1…`` line as age-keygen writes it; None for anything else."""
    try:
        found = x25519.Identity.from_str(text)
    except IdentityError:
        return None
    return found if str(found) == text else None


def new_identity() -> Identity:
    """A new identity from the system's random numbers."""
    return x25519.Identity.generate()


def recipient_of(one: Identity) -> str:
    """The recipient that this identity opens for."""
    return str(one.to_public())
