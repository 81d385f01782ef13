"""The closed table of what a worker can be asked to do. Each task gets one encoded item and the limits."""

import os
from collections.abc import Callable
from typing import Final

import msgspec

from seedcryo_reader.imaging.files.archive import close_archive, list_members, referenced_files, unpack_member
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.files.scan import scan_file
from seedcryo_reader.imaging.pixels.frame_job import digest_frames, write_frame


def _scan(item: msgspec.Raw, limits: Limits) -> object:
    close_archive()
    return scan_file(os.fsdecode(msgspec.msgpack.decode(item, type=bytes)), limits)


def _nothing(_item: msgspec.Raw, _limits: Limits) -> object:
    return None


def _save(item: msgspec.Raw, limits: Limits) -> object:
    from seedcryo_reader.imaging.pixels.save import write_mha  # SimpleITK is slow to load and rarely needed

    write_mha(item, limits)
    return True


TASKS: Final[dict[str, Callable[[msgspec.Raw, Limits], object]]] = {
    "nothing": _nothing,
    "scan": _scan,
    "frame": write_frame,
    "digest": digest_frames,
    "zip-list": list_members,
    "zip-member": unpack_member,
    "dicomdir": referenced_files,
    "save": _save,
}
