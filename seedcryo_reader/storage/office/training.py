"""What training an adjudicator has, by the envelopes of the centre."""

from collections.abc import Iterable

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.reader import TrainingRecorded


def training_problems(told: Iterable[TrainingRecorded], protocol_sha256: str, day: str) -> tuple[Finding, ...]:
    """Why nothing may be decided by a protocol on a UTC day (``2026-03-01``); nothing where no training was told.

    The training that ended last counts; of several of one day the one that allows least.
    """
    own = [one for one in told if one.protocol_sha256 == protocol_sha256]
    if not own:
        return ()
    last = max(one.taken_on for one in own)
    counts = min((one for one in own if one.taken_on == last), key=lambda one: (one.passed, one.valid_until))
    if not counts.passed:
        text = f"The training for protocol {counts.protocol_id} of {last} was not passed. Ask the centre."
        return (Finding("training-failed", text),)
    if day > counts.valid_until:
        text = f"The training for protocol {counts.protocol_id} held until {counts.valid_until}. Ask the centre."
        return (Finding("training-over", text),)
    return ()
