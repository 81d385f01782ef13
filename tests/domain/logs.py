"""Logs that were written by every schema that was ever shipped. They are read, never written again."""

from pathlib import Path

from seedcryo_reader.domain.record import Record, read_record

LOGS = sorted((Path(__file__).parent / "logs").glob("schema-*/*.log"))


def lines_of(log: Path) -> list[tuple[str, bytes]]:
    """Hash and body of every record."""
    lines = [line.split(b" ", 1) for line in log.read_bytes().splitlines()]
    return [(digest.decode("ascii"), body) for digest, body in lines]


def log_of(log: Path) -> list[Record]:
    return [read_record(body) for _, body in lines_of(log)]
