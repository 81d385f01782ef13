"""Sealed parts of a small case, and desks of accounts that they are for."""

from dataclasses import replace

import numpy as np
import pytest
from casefile.conftest import sealed_chain, sealing_pool, source, station  # noqa: F401 - fixtures
from casefile.part.ways import baseline, big_ct, follow_up
from storage.images.desks import desk_at
from support.ct_files import write_stack


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    return tmp_path_factory.mktemp


@pytest.fixture(scope="session")
def parts(sealed_chain):  # noqa: F811
    """Files of TP0, TP1 and the closing part."""
    return [one.file for one in sealed_chain]


@pytest.fixture(scope="session")
def corrected(station, source, sealed_chain, folders):  # noqa: F811
    """Files of TP0, TP1, then TP0 again with other images (its first CT slice is missing), and TP2."""
    other = folders("other")
    write_stack(other / "ct", 5, make=lambda k: big_ct(k + 1))
    out = folders("corrected")
    first, second = sealed_chain[0].file, sealed_chain[1].file
    again = replace(baseline(other), labels={"ct": "CT portal venous"}, pinned={"T01": "ct", "T02": "ct"}, supersedes=0)
    third = station.seal(out, again, folders("s"), previous=second).file
    fourth = station.seal(out, follow_up(other, "TP2", labels={"ct": "CT portal venous"}), folders("s"), previous=third)
    return [first, second, third, fourth.file]


@pytest.fixture(scope="session")
def unlike(station, source, folders):  # noqa: F811
    """Files of TP0 and of a TP1 whose pixels and UIDs are all different."""

    def noise(k):
        data = big_ct(k)
        data.SOPInstanceUID, data.SeriesInstanceUID = f"1.2.77.{k + 1}", "1.2.77"
        data.PixelData = np.random.default_rng(k).integers(2000, 4000, (64, 64)).astype(np.int16).tobytes()
        return data

    other, out = folders("noise"), folders("unlike")
    write_stack(other / "ct", 6, make=noise)
    first = station.seal(out, baseline(source), folders("s")).file
    later = follow_up(other, labels={"ct": "CT portal venous"}, pinned={"T01": "ct", "T02": "ct"})
    return [first, station.seal(out, later, folders("s"), previous=first).file]


@pytest.fixture
def desk(tmp_path, station):  # noqa: F811
    with desk_at(tmp_path / "station", station.study, station.rules, station.reader, station.pool) as one:
        yield one
