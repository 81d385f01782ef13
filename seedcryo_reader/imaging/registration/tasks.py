"""The closed table of what a registration worker can be asked to do."""

from collections.abc import Callable
from typing import Final

import msgspec

from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.registration.job import RegisterJob


def _register(item: msgspec.Raw, _limits: Limits) -> object:
    from seedcryo_reader.imaging.registration.aligning import register_files  # SimpleITK is slow to load

    job = msgspec.msgpack.decode(item, type=RegisterJob)
    return register_files(job.fixed, job.moving)


TASKS: Final[dict[str, Callable[[msgspec.Raw, Limits], object]]] = {"register": _register}
