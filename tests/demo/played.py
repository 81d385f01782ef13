"""Scripts of the demo's readers, played through the real acts; only log, images and key are stand-ins."""

import dataclasses
import json
from functools import cache

from demo.truths import truth_of
from support.fake_desk import PASSWORD, PROTOCOL_FILE, UID, FakeDesk, FakeImages, fake_desk

from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.demo.reading.manner import Manner
from seedcryo_reader.demo.reading.scripting import script_for
from seedcryo_reader.demo.station.parts import targets_of
from seedcryo_reader.domain.measurement import ImagePlace
from seedcryo_reader.domain.read import Read
from seedcryo_reader.reading.playing import Player
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.script import Script, read_script


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
    return read_script(json.dumps(script_for(truth_of(case), manner, shipped())).encode(), case)


def desk_of(case: str) -> FakeDesk:
    """A desk at which all parts of a case are."""
    truth, made = truth_of(case), fake_desk()
    names = [one["timepoint"] for one in truth["timepoints"]]
    images = _Anywhere(made.images.protocol, names, targets=tuple(targets_of(truth)))
    return FakeDesk(made.log, images, dataclasses.replace(made.desk, images=images))


def played(case: str, manner: Manner) -> Read:
    """The read that a reader of this manner makes of a case."""
    made, script = desk_of(case), scripted(case, manner)
    player = Player(Reading(case, made.desk), made.images, lambda: PASSWORD)
    for act in script.acts:
        player.play(act)
    return Reading(case, made.desk).read
