"""Days as the command line reads them, and the one that it is."""

from datetime import UTC, date, datetime

import typer


def today() -> date:
    """The UTC day."""
    return datetime.now(UTC).date()


def parse_day(text: str) -> date:
    """The day written ``YYYY-MM-DD``."""
    from seedcryo_reader.casefile.study.fields import day

    found = day(text)
    if found is None:
        raise typer.BadParameter(f"{text!r} is no day written YYYY-MM-DD.")
    return found
