"""Which parts are legal: what may follow on what in a chain, and what a part must hold.

The baseline comes first, then one timepoint after the other. A part may come again for a timepoint when it says which
one it replaces. After the closing part no new timepoint comes.
"""

from seedcryo_reader.casefile.part.contents import MOST_PARTS, MOST_SERIES, Contents


def problems_of(contents: Contents) -> list[str]:
    """Why this is no legal part of a legal chain, in words that go on from "the part"; empty when it is one."""
    ids = list(contents.target_ids)
    targets = [] if ids and ids == sorted(set(ids)) else ["must name each target of its case once, in order"]
    return [*targets, *_chain_problems(contents), *_timepoint_problems(contents), *_series_problems(contents)]


def _chain_problems(contents: Contents) -> list[str]:
    problems: list[str] = []
    if len(contents.chain) >= MOST_PARTS:
        problems.append(f"would be more than the {MOST_PARTS} that a case can have")
    steps = [*((one.part, one.kind, one.timepoint) for one in contents.chain),
             (contents.part, contents.kind, contents.timepoint)]  # fmt: skip
    seen: list[str] = []
    closed = False
    for index, (part, kind, timepoint) in enumerate(steps):
        if part != index:
            problems.append("counts its earlier parts wrong")
        if kind == "closing":
            if closed or not seen:
                problems.append("is closed twice, or before its baseline")
            closed = True
        elif timepoint in seen:
            pass
        elif closed:
            problems.append("goes on after its closing part")
        elif timepoint != f"TP{len(seen)}":
            problems.append(f"has {timepoint} where TP{len(seen)} must come next")
        if timepoint is not None and timepoint not in seen:
            seen.append(timepoint)
    return [*dict.fromkeys(problems), *_superseding_problems(contents)]


def _superseding_problems(contents: Contents) -> list[str]:
    earlier = [one for one in contents.chain if one.timepoint is not None and one.timepoint == contents.timepoint]
    if contents.supersedes is None:
        return ["comes again for a timepoint without saying which part it supersedes"] if earlier else []
    if not earlier:
        return ["supersedes a part of a timepoint that has none"]
    if earlier[-1].part != contents.supersedes:
        return [f"must supersede part {earlier[-1].part}, the last one of its timepoint"]
    return []


def _timepoint_problems(contents: Contents) -> list[str]:
    if contents.kind == "closing":
        full = contents.series or contents.pinned or contents.targets or contents.supersedes is not None
        return ["is a closing part and holds more than that"] if full else []
    problems = []
    if bool(contents.targets) != (contents.timepoint == "TP0"):
        problems.append("must hold the targets if it is the baseline, and only then")
    if contents.targets and [target.target_id for target in contents.targets] != list(contents.target_ids):
        problems.append("names other targets than it describes")
    if sorted(contents.pinned) != list(contents.target_ids):
        problems.append("must pin a series for each target and for nothing else")
    if not contents.series:
        problems.append("has no series")
    return problems


def _series_problems(contents: Contents) -> list[str]:
    problems = []
    if len(contents.series) > MOST_SERIES:
        problems.append(f"has {len(contents.series)} series, more than the {MOST_SERIES} it can have: choose fewer")
    if [one.number for one in contents.series] != list(range(1, len(contents.series) + 1)):
        problems.append("does not count its series 1, 2, 3")
    if len({one.uid for one in contents.series}) != len(contents.series):
        problems.append("has two series of one UID")
    if not set(contents.pinned.values()) <= {one.number for one in contents.series}:
        problems.append("pins a series that it does not have")
    return problems
