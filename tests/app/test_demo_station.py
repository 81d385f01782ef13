"""The station of the demo: what is made can be received and opened, is made once, and goes on where it was cut off."""

import json
import shutil

import pytest
from casefile.part.ways import CHEAP, big_ct
from support.ct_files import write_stack

from seedcryo_reader.app.demo_station import PASSWORD, READER, Demo
from seedcryo_reader.app.paths import resources
from seedcryo_reader.app.signing_in import open_station, seated
from seedcryo_reader.casefile.study.protocols import protocols_of
from seedcryo_reader.demo.station.study import DemoStudy
from seedcryo_reader.domain import events
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.storage.clock import system_clock

CASES = ("C-0001", "C-0002")
NAMES = ("TP0", "TP1")
SERIES = ("CT-portal-venous", "CT-arterial")
CENTRE = [-8.0004, -15.5, 105.0]


def timepoint(name):
    target = {"id": "T01", "state": "measured", "centre_lps_mm": CENTRE}
    return {"timepoint": name, "read_series": SERIES[0], "series": [{"name": s} for s in SERIES], "targets": [target]}


def images(folder, case, name):
    """Two CT series of a timepoint, as the phantom lays them out."""
    for number, series in enumerate(SERIES):
        uid = f"1.2.3.{case[-1]}.{name[-1]}.{number}"

        def own(data, k, uid=uid):
            data.SeriesInstanceUID, data.SOPInstanceUID = uid, f"{uid}.{k + 1}"

        write_stack(folder / case / name / series, 5, own, big_ct)


@pytest.fixture(scope="module")
def phantom(tmp_path_factory):
    """A folder as the phantom's: two cases of two small timepoints, and the truth beside them."""
    folder = tmp_path_factory.mktemp("phantom")
    about = {"id": "T01", "organ": "liver", "place": "segment VI", "node": False}
    for case in CASES:
        for name in NAMES:
            images(folder, case, name)
    told = [{"case": case, "targets": [about], "timepoints": [timepoint(name) for name in NAMES]} for case in CASES]
    (folder / "truth.json").write_text(json.dumps({"cases": told}), "utf-8")
    return folder


def files(folder):
    return {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_demo_can_be_received_and_opened_and_is_made_once(phantom, tmp_path):
    folder = shutil.copytree(phantom, tmp_path / "demo")
    demo, told = Demo(folder), []
    demo.make(lambda done, total: told.append((done, total)))
    assert told == [(number, 6) for number in range(1, 7)]
    names = [f"{case}.p{number}.seedcase" for case in CASES for number in range(3)]
    assert sorted(path.name for path in demo.parts.iterdir()) == names

    before = files(folder)
    demo.make(lambda done, total: told.append((done, total)))
    assert len(told) == 6
    assert {path for path, when in files(folder).items() if before.get(path) != when} <= {*demo.station.glob("*")}

    with (
        open_station(demo.station) as station,
        WorkerPool(slots=1) as pool,
        seated(station, READER, PASSWORD, pool) as work,
    ):
        receipts = list(work.reception.receive(sorted(demo.parts.iterdir())))
        assert [one.outcome for one in receipts] == ["received"] * 6
        opened = Reading(CASES[1], work.desk).open_next().event
    [target] = opened.targets
    assert (target.target_id, target.mark_mm) == ("T01", ("-8.000", "-15.500", "105.000"))
    labels = {one.number: one.label for one in opened.series}
    assert sorted(labels.values()) == ["CT arterial", "CT portal venous"]
    assert [labels[pin.series] for pin in opened.pinned] == ["CT portal venous"]

    kept = before[demo.parts / names[0]]
    (demo.parts / names[4]).unlink()
    told.clear()
    demo.make(lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert files(folder)[demo.parts / names[0]] == kept
    assert (demo.parts / names[4]).exists()


def test_a_demo_that_was_made_under_the_protocol_before_goes_on_under_it(phantom, tmp_path):
    folder = shutil.copytree(phantom, tmp_path / "demo", ignore=shutil.ignore_patterns(CASES[1]))
    told = json.loads((folder / "truth.json").read_text("utf-8"))
    (folder / "truth.json").write_text(json.dumps({"cases": told["cases"][:1]}), "utf-8")
    demo = Demo(folder)
    before = protocols_of([str(resources() / "protocols" / "seed-cryo" / "0.1.toml")])
    DemoStudy(folder / "study").make(before, system_clock().utc.date(), CHEAP)
    demo.make(lambda _done, _total: None)
    with (
        open_station(demo.station) as station,
        WorkerPool(slots=1) as pool,
        seated(station, READER, PASSWORD, pool) as work,
    ):
        list(work.reception.receive(sorted(demo.parts.iterdir())))
        reading = Reading(CASES[0], work.desk)
        reading.open_next()
        assert reading.protocol.protocol_id == "seed-cryo/0.1"
        reading.do(events.LesionMarkedAbsent("TP0", "T01", Extent.WHOLE))
        reading.do(events.RecistSetChosen("TP0", ()))
        reading.lock()
        reading.open_next()
        reading.do(events.LocalFindingGiven("TP1", "T01", "tissue", "present"))
        asked = reading.worked_out.demands("TP1").questions
    assert asked == (("T01", "tissue"), ("T01", "contiguous"))
