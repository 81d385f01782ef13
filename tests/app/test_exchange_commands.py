"""The exchange at the command line: a coordinator and readers at one station, and a stick between them."""

import io
import json
import os
import shutil
from contextlib import contextmanager

import pytest
from casefile.part.ways import CHEAP, PASSWORD
from storage.post.ways import bent, names
from support.command_line import run_line
from support.small_read import CASE, PROTOCOL, make_small_read, whole_script

from seedcryo_reader import __version__
from seedcryo_reader.app.enrolling import accept_enrolment, enrolment_of
from seedcryo_reader.app.leaves import leaves_of
from seedcryo_reader.app.paths import migrations
from seedcryo_reader.app.posting import coordinator_office, go_round, own_folder
from seedcryo_reader.app.signing_in import signed_in
from seedcryo_reader.app.worklist import refuse_closed, worklist
from seedcryo_reader.casefile.part import TASKS
from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.messages.reader import (
    CaseAssigned,
    CaseClosing,
    CaseReassigned,
    PartReleased,
    ReadingAllowed,
)
from seedcryo_reader.domain.office.coordinator import (
    AccountAccepted,
    AccountRevoked,
    BatchAssigned,
    CasePlan,
    PartsReleased,
    ReaderOrder,
)
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.folder import Folder, tag
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.storage.clock import system_clock
from seedcryo_reader.storage.office.centre import VaultCentre
from seedcryo_reader.storage.office.parts import VaultParts
from seedcryo_reader.storage.post.assigned import add_reassignment
from seedcryo_reader.storage.station import acts
from seedcryo_reader.storage.station.station import Station

ROLES = {
    "coordinator": Role.COORDINATOR,
    "reader-a": Role.READER,
    "reader-b": Role.READER,
    "adjudicator": Role.ADJUDICATOR,
    "intake": Role.INTAKE,
}


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    with WorkerPool(slots=2, tasks=TASKS) as pool:
        return make_small_read(tmp_path_factory.mktemp("material"), pool)


@pytest.fixture(scope="module")
def fresh(material, tmp_path_factory):
    """A station of every role, whose keys cost nothing to open; the coordinator has the sealed parts. To be copied."""
    folder = tmp_path_factory.mktemp("fresh") / "st"
    study = material.centre.study_file
    with Station.create(
        folder, study, [PROTOCOL], migrations() / "station", system_clock, software=__version__
    ) as station:
        for name, role in ROLES.items():
            place = station.place(name, migrations() / "vault")
            identity = material.centre.reader if role is Role.COORDINATOR else None
            acts.enrol(station, place, role, f"Dr {name}", password=PASSWORD, cost=CHEAP, identity=identity)
    with signed_in(folder, "coordinator", lambda: PASSWORD) as work:
        assert [one.outcome for one in work.reception.receive(material.parts)] == ["received"] * 3
    return folder


class Desk:
    """Commands on a copy of the station; each returns its exit code and keeps what it said."""

    def __init__(self, material, folder, capfd):
        self.material, self.folder, self.capfd = material, folder, capfd
        self.station, self.stick = folder / "st", folder / "stick"
        self.out = self.err = ""

    def run(self, *words, account, passwords=(PASSWORD,)):
        reading, writing = os.pipe()
        os.write(writing, "".join(f"{one}\n" for one in passwords).encode())
        os.close(writing)
        self.capfd.readouterr()
        try:
            line = [*words, "--station", self.station, "--account", account, "--password-fd", reading]
            code, self.out, self.err = run_line(line, None, self.capfd)
        finally:
            os.close(reading)
        assert "mistake of the program" not in self.err, self.err
        return code

    def exchange(self, way, account, folder=None):
        """Exit code, and the outcomes of all files."""
        code = self.run("exchange", way, folder or self.stick, "--json", account=account)
        report = json.loads(self.out)
        assert (report["format"], report["account"]) == (1, account)
        return code, sorted(one["outcome"] for one in report["files"])

    def enrolled(self, account):
        """The enrolment file of an account, and the fingerprint that was shown."""
        file = self.folder / f"{account}.seedaccount"
        assert self.run("exchange", "enrol", "--out", file, account=account) == 0
        return file, self.out.splitlines()[-1].strip()

    def adopt(self):
        keys = self.material.centre.keys_file
        return self.run("exchange", "adopt", keys, account="coordinator", passwords=(PASSWORD, PASSWORD))

    @contextmanager
    def office(self):
        """The coordinator at work."""
        with signed_in(self.station, "coordinator", lambda: PASSWORD) as work:
            yield work, coordinator_office(work)

    def acts(self):
        with self.office() as (_, office):
            return [one.act for one in office.records()]

    def listed(self, account):
        assert self.run("read", "list", "--json", account=account) == 0
        return [(one["case"], one["state"], one["taken_away"]) for one in json.loads(self.out)["cases"]]


@pytest.fixture
def desk(material, fresh, tmp_path, capfd):
    shutil.copytree(fresh, tmp_path / "st")
    (tmp_path / "stick").mkdir()
    return Desk(material, tmp_path, capfd)


@pytest.fixture(scope="module")
def released(material, fresh, tmp_path_factory):
    """The same after the case was assigned and released to both readers; to be copied."""
    folder = tmp_path_factory.mktemp("released") / "st"
    shutil.copytree(fresh, folder)
    found = [enrolment(folder, name) for name in ("reader-a", "reader-b", "adjudicator", "intake")]
    with signed_in(folder, "coordinator", lambda: PASSWORD) as work:
        work.session.vault.adopt_centre(material.centre.keys)
        for one in found:
            accept_enrolment(work, one, one.printed_name)
        release(work, "reader-a", "reader-b")
    return folder


def enrolment(station, name):
    with signed_in(station, name, lambda: PASSWORD) as work:
        return enrolment_of(work)


def release(work, *names):
    """Assign the case to readers and send them its parts."""
    office = coordinator_office(work)
    parts = VaultParts(lambda: work.session.vault, work.reception.shelf, work.station.folder / "incoming" / "out")
    recipients = [office.book.addressee(name).recipient for name in names]
    known = parts.all()
    files = [parts.encrypted_to(part.sha256, recipients) for part in known]
    protocol, sends = work.station.study.protocols[0], []
    plan = CasePlan(CASE, *names, names[0], "adjudicator")
    orders = tuple(ReaderOrder(name, (CASE,)) for name in names)
    named = (protocol.protocol_id, protocol.sha256)
    office.append(
        BatchAssigned(1, "seedcryo-draw/1", "0" * 32, *named, (CASE,), names, ("adjudicator",), (plan,), orders)
    )
    for name in names:
        assigned = CaseAssigned(CASE, 1, 1, protocol.protocol_id, protocol.sha256)
        sends.append(Send(name, assigned, f"assigned {CASE} {name}"))
        for part, file in zip(known, files, strict=True):
            kind = CaseClosing if part.timepoint is None else PartReleased
            sends.append(Send(name, kind(CASE, part.part, part.seal, file), f"part {CASE} {part.part} {name}"))
    office.append(PartsReleased(CASE, names, (0, 1, 2), tuple(files), closing=True), sends)


@pytest.fixture
def busy(material, released, tmp_path, capfd):
    shutil.copytree(released, tmp_path / "st")
    (tmp_path / "stick").mkdir()
    return Desk(material, tmp_path, capfd)


def test_an_account_is_enrolled_and_accepted_after_its_fingerprint_was_compared(desk):
    file, fingerprint = desk.enrolled("reader-a")
    assert len(fingerprint.replace(" ", "")) >= 24
    accept = ("exchange", "accept", file, "--person", "Ada Reader", "--fingerprint")
    assert desk.run(*accept, fingerprint[:-1] + "?", account="coordinator") == 1
    assert "[other-fingerprint]" in desk.err
    assert desk.acts() == []
    assert desk.run(*accept, fingerprint.upper().replace(" ", ""), account="coordinator") == 0
    [one] = desk.acts()
    assert (type(one), one.account, one.person, one.printed_name) == (
        AccountAccepted,
        "reader-a",
        "Ada Reader",
        "Dr reader-a",
    )
    assert desk.run(*accept, fingerprint, account="coordinator") == 1
    assert "[account-exists]" in desk.err


def test_without_a_terminal_or_a_fingerprint_nothing_is_accepted(desk, monkeypatch):
    file, fingerprint = desk.enrolled("reader-a")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert desk.run("exchange", "accept", file, account="coordinator") == 2
    assert fingerprint in desk.out
    assert "Nobody answered" in desk.err
    for answer, code in (("n\n", 2), ("y\n", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        assert desk.run("exchange", "accept", file, account="coordinator") == code
        assert len(desk.acts()) == (answer == "y\n")


def test_an_enrolment_that_was_changed_is_refused(desk):
    file, fingerprint = desk.enrolled("reader-a")
    file.write_bytes(file.read_bytes().replace(b"Dr reader-a", b"Dr reader-b"))
    assert desk.run("exchange", "accept", file, "--fingerprint", fingerprint, account="coordinator") == 1
    assert "[bad-signature]" in desk.err
    assert desk.acts() == []


def test_an_enrolment_is_written_over_nothing(desk):
    file, _ = desk.enrolled("reader-a")
    before = file.read_bytes()
    assert desk.run("exchange", "enrol", "--out", file, account="reader-a") == 1
    assert file.read_bytes() == before


@pytest.mark.parametrize("words", [("accept", "reader-b.seedaccount"), ("adopt", "x.seedkeys"), ("revoke", "reader-b")])
def test_only_a_coordinator_decides_who_takes_part(desk, words):
    desk.enrolled("reader-b")
    more = ("--day", "2026-05-04", "--reason", "left") if words[0] == "revoke" else ()
    named = words[1] if words[0] == "revoke" else desk.folder / words[1]
    assert desk.run("exchange", words[0], named, *more, account="reader-a") == 1
    assert "[not-a-coordinator]" in desk.err


def test_the_centres_keys_are_adopted_by_their_password_alone(desk):
    keys = desk.material.centre.keys_file
    line = ("exchange", "adopt", keys)
    assert desk.run(*line, account="coordinator", passwords=(PASSWORD, "another password")) == 2
    assert desk.run("exchange", "out", desk.stick, account="coordinator") == 1
    assert "[no-centre-keys]" in desk.err
    assert names(Folder(desk.stick)) == {}
    assert desk.run(*line, account="coordinator", passwords=(PASSWORD, PASSWORD)) == 0
    assert desk.exchange("out", "coordinator") == (0, ["written"])
    assert [path.name for path in desk.stick.iterdir()] == ["centre.seedcentre"]
    assert desk.exchange("out", "coordinator") == (0, ["already there"])


def test_a_case_goes_out_is_read_and_comes_back_over_a_stick(busy):
    assert busy.listed("reader-a") == []
    assert busy.exchange("out", "coordinator") == (0, ["written"] * 15)
    assert busy.exchange("in", "reader-a") == (0, ["taken"] * 5)
    assert busy.listed("reader-a") == [(CASE, "assigned", False)]
    assert busy.listed("reader-b") == []
    script = busy.folder / "script.json"
    script.write_text(json.dumps(whole_script()))
    shown = busy.folder / "shown.log"
    assert busy.run("read", "play", script, "--shown", shown, account="reader-a") == 0
    assert busy.exchange("out", "reader-a") == (0, ["written"] * 2)
    assert busy.exchange("in", "coordinator") == (0, ["taken"] * 2)
    received = [one.kind for one in busy.acts() if isinstance(one, EnvelopeReceived)]
    assert sorted(received) == ["Receipt", "SignedReadSent"]
    assert busy.exchange("in", "coordinator") == (0, ["already here"] * 2)
    code, outcomes = busy.exchange("out", "coordinator")
    assert (code, outcomes.count("written")) == (0, 1)
    assert busy.exchange("in", "reader-a") == (0, ["already here"] * 4 + ["taken"])
    assert busy.run("exchange", "list", "--json", account="reader-a") == 0
    [letter] = json.loads(busy.out)["envelopes"]
    assert (letter["about"], letter["to"], letter["receipted"] is None) == (f"read {CASE} v1", "centre", False)
    for account in ("reader-a", "coordinator"):
        assert busy.run("audit", "verify", account=account) == 0


def test_a_part_that_is_missing_is_waited_for(busy):
    busy.exchange("out", "coordinator")
    [one, *_] = sorted(busy.stick.rglob("*.seedcase"))
    aside = busy.folder / one.name
    owner = next(name for name in ("reader-a", "reader-b") if one.parent.name == tag_of(busy, name))
    shutil.move(one, aside)
    code, outcomes = busy.exchange("in", owner)
    assert (code, outcomes.count("waiting"), outcomes.count("taken")) == (3, 1, 4)
    assert busy.run("exchange", "in", busy.stick, account=owner) == 3
    assert "[part-missing]" in busy.err
    shutil.move(aside, one)
    assert busy.exchange("in", owner) == (0, ["already here"] * 3 + ["taken"])


def tag_of(desk, name):
    return tag(enrolment(desk.station, name).recipient)


def test_what_is_refused_is_named_and_the_rest_is_taken(busy):
    busy.exchange("out", "coordinator")
    mail = sorted((busy.stick / tag_of(busy, "reader-a")).glob("*.seedmail"))
    bent(mail[0])
    code, outcomes = busy.exchange("in", "reader-a")
    assert (code, outcomes.count("refused"), outcomes.count("taken")) == (1, 1, 4)
    [refused] = [one for one in json.loads(busy.out)["files"] if one["outcome"] == "refused"]
    assert (refused["file"], refused["findings"][0]["code"]) == (mail[0].name, "not-for-this-account")
    assert busy.run("exchange", "in", busy.stick, account="reader-a") == 1
    assert mail[0].name in busy.err
    assert busy.exchange("out", "coordinator")[1].count("written") == 1  # the damaged one is put right
    assert busy.exchange("in", "reader-a")[1].count("refused") == 0


def test_two_accounts_of_one_station_take_only_their_own(busy):
    (busy.station / "post").mkdir()
    busy.exchange("out", "coordinator", busy.station / "post")
    for account, taken in (("reader-a", 5), ("reader-b", 5), ("adjudicator", 1), ("intake", 1)):
        assert busy.exchange("in", account, busy.station / "post") == (0, ["taken"] * taken)
    assert busy.listed("reader-a") == busy.listed("reader-b") == [(CASE, "assigned", False)]
    assert busy.run("audit", "verify", account="reader-b") == 0


def test_post_goes_round_at_one_station_without_a_stick(busy):
    def at(name, act):
        with signed_in(busy.station, name, lambda: PASSWORD) as work:
            return act(work)

    assert at("reader-a", go_round) == ()
    assert not (busy.station / "post").exists()
    assert at("coordinator", go_round) == ()
    assert [at(name, go_round) for name in ("reader-a", "reader-b", "coordinator")] == [(), (), ()]
    assert [type(one).__name__ for one in busy.acts()].count("EnvelopeReceived") == 2
    assert busy.listed("reader-b") == [(CASE, "assigned", False)]
    lying = names(own_folder(busy.station))
    [at(name, go_round) for name in ("reader-a", "reader-b", "coordinator", "reader-a")]
    assert len(names(own_folder(busy.station))) == len(lying) == 17  # no receipt is answered


def test_a_coordinator_without_the_centres_keys_is_told_so_and_goes_on(desk):
    with signed_in(desk.station, "coordinator", lambda: PASSWORD) as work:
        assert [one.code for one in go_round(work)] == ["no-centre-keys"]


def test_cases_that_may_not_be_opened_are_refused_before_anything_is_shown(busy):
    busy.exchange("out", "coordinator")
    busy.exchange("in", "reader-a")
    with signed_in(busy.station, "reader-a", lambda: PASSWORD) as work:
        refuse_closed(work, CASE)
        [one] = worklist(work)
        assert (one.standing.case_number, one.taken_away) == (CASE, False)
        with work.session.vault.database.writing() as connection:
            add_reassignment(connection, CaseReassigned(CASE, "ill"))
        with pytest.raises(Refused, match="somebody else"):
            refuse_closed(work, CASE)
    assert busy.listed("reader-a") == [(CASE, "assigned", True)]
    assert busy.run("read", "list", account="reader-a") == 0
    assert busy.out.endswith("0 timepoints, read by somebody else now\n")


def test_a_leave_that_came_is_listed_found_by_its_name_and_good_for_its_account(busy):
    with busy.office() as (work, office):
        to = office.book.addressee("reader-a").recipient
        centre = VaultCentre(lambda: work.session.vault, system_clock, lambda: "0d" * 8)
        leave = centre.leave(CASE, "TP0", to, and_later=False, version=None, reason="The wrong slice.")
        act = AccountRevoked("nobody", "00" * 32, "2020-01-01", "left")
        office.append(act, [Send("reader-a", ReadingAllowed(CASE, leave), "allowed")])
    busy.exchange("out", "coordinator")
    busy.exchange("in", "reader-a")
    assert busy.run("read", "list", account="reader-a") == 0
    assert busy.out.endswith("0 timepoints, may be read again\n")
    assert busy.run("read", "list", "--json", account="reader-a") == 0
    [name] = json.loads(busy.out)["cases"][0]["leaves"]
    (busy.folder / "one.seedleave").write_text(leave)
    with signed_in(busy.station, "reader-a", lambda: PASSWORD) as work:
        leaves = leaves_of(work, busy.folder)
        assert leaves.leave(name) == leaves.leave("one.seedleave")
        assert leaves.leave(name).timepoint == "TP0"


def test_what_comes_from_a_revoked_account_does_not_count(busy):
    busy.exchange("out", "coordinator")
    busy.exchange("in", "reader-a")
    busy.exchange("out", "reader-a")
    revoke = ("exchange", "revoke", "reader-a", "--day", "2020-01-01", "--reason", "The laptop was stolen.")
    assert busy.run(*revoke, account="coordinator") == 0
    assert isinstance(busy.acts()[-1], AccountRevoked)
    assert busy.exchange("in", "coordinator") == (1, ["refused"])
    assert busy.run(*revoke, account="coordinator") == 1


def test_what_a_coordinator_should_look_into_is_listed(busy):
    assert busy.run("exchange", "remarks", account="coordinator") == 0
    assert busy.out == "Nothing has to be looked into.\n"
    revoke = ("exchange", "revoke", "reader-a", "--day", "2020-01-01", "--reason", "The laptop was stolen.")
    assert busy.run(*revoke, account="coordinator") == 0
    assert busy.run("exchange", "remarks", account="coordinator") == 1
    told, total = busy.out.splitlines()
    assert told.startswith(f"{CASE}: reader-a was revoked")
    assert told.endswith("[reader-gone]")
    assert total == "To look into: 1."
    assert busy.run("exchange", "remarks", "--json", account="coordinator") == 1
    report = json.loads(busy.out)
    assert (report["format"], report["account"]) == (1, "coordinator")
    assert [(one["code"], one["text"]) for one in report["remarks"]] == [
        ("reader-gone", told[: -len(" [reader-gone]")])
    ]


def test_only_a_coordinator_is_told_what_to_look_into(busy):
    assert busy.run("exchange", "remarks", account="reader-a") == 1
    assert busy.out == ""
    assert "[not-a-coordinator]" in busy.err


def test_that_nothing_is_to_be_exchanged_is_said(desk):
    desk.adopt()
    desk.exchange("out", "coordinator")
    assert desk.exchange("in", "reader-a") == (0, ["taken"])  # where the centre is
    assert desk.exchange("out", "reader-a") == (0, [])
    assert desk.run("exchange", "out", desk.stick, account="reader-a") == 0
    assert desk.out.startswith("Nothing lies there for reader-a")
    assert desk.run("exchange", "list", account="reader-a") == 0
    assert desk.out == "Envelopes: 0 sent, 0 without a receipt.\n"


def test_a_wrong_password_looks_at_nothing(busy):
    assert busy.run("exchange", "in", busy.stick, account="reader-a", passwords=("another password",)) == 2


def test_a_folder_that_is_not_there_is_said(busy):
    assert busy.run("exchange", "in", busy.folder / "no", account="reader-a") == 2
    assert "Put the stick in" in busy.err


def test_the_trail_of_a_coordinator_tells_acts_and_can_be_narrowed_to_a_case(busy):
    assert busy.run("audit", "show", "--json", account="coordinator") == 0
    rows = json.loads(busy.out)["events"]
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    accepted = next(row for row in rows if row["event"] == "AccountAccepted")
    assert (accepted["what"], accepted["actor"]) == ("account accepted", "coordinator")
    assert "role: " in accepted["new"]
    batch = next(row for row in rows if row["event"] == "BatchAssigned")
    assert '"accepted":"reader-' in batch["new"]
    assert busy.run("audit", "show", "--json", "--case", CASE, account="coordinator") == 0
    assert {row["event"] for row in json.loads(busy.out)["events"]} == {"PartsReleased"}
    assert busy.run("audit", "show", account="coordinator") == 0
    assert "account accepted" in busy.out


def test_a_stick_that_is_not_there_is_not_made(busy):
    gone = busy.folder / "gone"
    assert busy.run("exchange", "out", gone, account="reader-a") == 2
    assert "Put the stick in" in busy.err
    assert not gone.exists()


def test_a_link_in_the_place_of_the_centres_address_is_not_followed(busy):
    victim = busy.folder / "victim"
    victim.write_text("mine", encoding="utf-8")
    (busy.stick / "centre.seedcentre").symlink_to(victim)
    assert busy.run("exchange", "out", busy.stick, account="coordinator") == 1
    assert "[not-a-file]" in busy.err
    assert victim.read_text(encoding="utf-8") == "mine"


def test_a_name_that_is_no_utf_8_is_refused_like_any_other(busy):
    busy.exchange("out", "coordinator")
    place = busy.stick / tag_of(busy, "reader-a")
    with open(os.fsencode(place) + b"/\xff\xfebad.seedmail", "wb") as bad:  # noqa: PTH123 - a name of bytes
        bad.write(b"nothing")
    code, outcomes = busy.exchange("in", "reader-a")
    assert (code, outcomes.count("refused"), outcomes.count("taken")) == (1, 1, 5)
