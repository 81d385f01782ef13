"""The named limits under which an untrusted file is scanned and decoded."""

import msgspec


class Limits(msgspec.Struct, frozen=True, array_like=True):
    """Limits of one worker process.

    Attributes
    ----------
    memory_bytes : int
        Private memory of one worker, all its libraries included. Enforced by the operating system (Linux only).
    seconds : float
        Wall time of one item (one file scanned, one frame decoded). Enforced by the supervisor by killing.
    nesting : int
        Depth of sequences in sequences while a header is parsed.
    output_bytes : int
        What one item may unfold to: an inflated data set, one decoded frame, one unpacked archive member.
    """

    memory_bytes: int = 2 * 1024**3
    seconds: float = 60.0
    nesting: int = 32
    output_bytes: int = 512 * 1024**2
