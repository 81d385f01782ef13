"""Scripts of the demo's readers, played through the real acts; only log, images and key are stand-ins."""

import dataclasses
from functools import cache

from demo.truths import truth_of
from support.fake_desk import PASSWORD, PROTOCOL_FILE, UID, FakeDesk, FakeImages, fake_desk

from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.demo.reading.manner import Manner
from seedcryo_reader.demo.reading.playing import play, script_from
from seedcryo_reader.demo.reading.scripting import script_for
from seedcryo_reader.demo.station.parts import targets_of
from seedcryo_reader.domain.measurement import ImagePlace
from seedcryo_reader.domain.read import Read
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.script import Script


class _Anywhere(FakeImages):
    """Every point lies on the first image: where lesions lie is tried with the real ones."""

    def image_of(self, *_place: object, **_named: object) -> ImagePlace:
        return ImagePlace(1, UID)


@cache
def shipped() -> Protocol:
    """The shipped protocol."""
    return load_protocol(PROTOCOL_FILE)


def scripted(case: str, manner: Manner) -> Script:
    """The script for a case, as it is read from its JSON."""
    return script_from(script_for(truth_of(case), manner, shipped()))


def desk_of(case: str) -> FakeDesk:
    """A desk at which all parts of a case are."""
    truth, made = truth_of(case), fake_desk()
    names = [one["timepoint"] for one in truth["timepoints"]]
    images = _Anywhere(made.images.protocol, names, targets=tuple(targets_of(truth)))
    return FakeDesk(made.log, images, dataclasses.replace(made.desk, images=images))


def played(case: str, manner: Manner, locks: int | None = None) -> Read:
    """The read that a reader of this manner makes of a case, up to so many locked timepoints."""
    made = desk_of(case)
    return play_at(made, scripted(case, manner), locks)


def play_at(made: FakeDesk, script: Script, locks: int | None = None) -> Read:
    """The read at a desk after a script was played there."""
    play(script, made.desk, made.images, lambda: PASSWORD, locks)
    return Reading(script.case_number, made.desk).read
