"""Which series each target is to be read on, so that two readers do not measure on different ones."""

from collections.abc import Mapping, Sequence

from seedcryo_reader.casefile.part.contents import Contents
from seedcryo_reader.casefile.part.source import SourceSeries
from seedcryo_reader.domain.finding import Finding


def pinned_series(
    wished: Mapping[str, str], targets: Sequence[str], series: Sequence[SourceSeries], previous: Contents | None
) -> tuple[dict[str, int], list[Finding]]:
    """Target id → number (1, 2, …) of the series it is read on; findings for targets without one.

    Parameters
    ----------
    wished : mapping
        Target id → series, by its UID, its label, or a folder that all its files lie in.
    targets : sequence of str
        Ids of the case's targets.
    series : sequence
        Series that are sealed, in their order.
    previous : Contents or None
        The part before: a target that is not mentioned stays on the series of the same label.
    """
    findings = [
        Finding("unknown-target", f"{target!r} is pinned to a series and is no target of this case.")
        for target in wished
        if target not in targets
    ]
    pinned: dict[str, int] = {}
    for target in targets:
        found = _by_wish(wished[target], series) if target in wished else _by_custom(target, series, previous)
        if len(found) == 1:
            pinned[target] = found[0]
        else:
            there = "; ".join(one.shown for one in series)
            label = "" if target in wished else _label_before(target, previous)
            before = f" (before on {label})" if label else ""
            text = (
                f"It is not clear on which series {target} is to be read{before}: {len(found)} fit. Pin it by label, "
                f"folder or UID to one of those that are sealed: {there}."
            )
            findings.append(Finding("not-pinned", text))
    return pinned, findings


def _by_wish(wish: str, series: Sequence[SourceSeries]) -> list[int]:
    return [number for number, one in enumerate(series, 1) if wish in (one.uid, one.label) or one.lies_in(wish)]


def _by_custom(target: str, series: Sequence[SourceSeries], previous: Contents | None) -> list[int]:
    readable = [number for number, one in enumerate(series, 1) if not one.label.endswith("localizer")]
    before = _label_before(target, previous)
    if not before:
        return readable
    # Another kind of series than before is never chosen silently, not even if it is the only one.
    return [number for number in readable if series[number - 1].label == before]


def _label_before(target: str, previous: Contents | None) -> str:
    """Label of the series that a target was read on in the part before; empty where there is none."""
    if previous is None or target not in previous.pinned:
        return ""
    return previous.series[previous.pinned[target] - 1].label
