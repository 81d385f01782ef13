"""An exchange that is killed wherever something is made to last: run again, it comes to the same end."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from reading.ways import baseline, follow_up, said
from storage.post.child import PART
from storage.post.ways import CASE, DIGEST, PROTOCOL, account_of
from storage.vault.ways import VAULT_MIGRATIONS, WORDS

from seedcryo_reader.domain import events
from seedcryo_reader.domain.messages.reader import (
    CaseAssigned,
    ImageQuerySent,
    IncidentalFindingSent,
    LockedTimepointsSent,
    PartReleased,
    Receipt,
    TrainingRecorded,
)
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.storage.vault.vault import Place, Vault

CHILD = Path(__file__).with_name("child.py")


@pytest.fixture
def begun(centre, reader, folder, tmp_path):
    """A reader who knows where the centre is, has something to send, and whose post lies on a stick."""
    centre.address(folder)
    reader.take_in(folder)
    desk = reader.desk
    reading = Reading(CASE, desk.desk)
    reading.open_next()
    baseline(reading)
    follow_up(reading)
    said(
        reading,
        events.ImageQueried("TP0", "wrong series", "Is this portal venous?"),
        events.IncidentalFindingReported("TP0", "A filling defect."),
    )
    trained = TrainingRecorded(PROTOCOL, DIGEST, True, "2026-05-01", "2026-12-31")
    centre.send(
        folder, reader, CaseAssigned(CASE, 1, 1, PROTOCOL, DIGEST), trained, PartReleased(CASE, 0, "00" * 32, PART)
    )
    reader.vault.close()
    return tmp_path


class Copy:
    """A copy of the reader's vault and of the stick, on which an exchange was killed."""

    def __init__(self, root, centre):
        self.root, self.centre = root, centre
        self.folder = Folder(root / "stick")

    def opened(self, then):
        with Vault.open(Place(self.root / "vaults", "reader-a", self.centre.study, VAULT_MIGRATIONS), WORDS) as vault:
            account = account_of(vault, self.centre.study)
            account.parts.there.add(PART)
            return then(account)

    def torn(self):
        """Files with the name of an envelope that are none."""
        mail = self.folder.mail(self.centre.me.recipient)
        return [one for one in mail if hashlib.sha256(one.read_bytes()).hexdigest() != one.stem]


@pytest.fixture
def killed(begun, study_file, centre):
    """Copies on which an exchange was killed, one for every moment; on the last one it came to its end."""

    def at_every_moment(act):
        line = [sys.executable, "-P", str(CHILD), act, begun, study_file]
        paths = {"PYTHONPATH": f"{CHILD.parents[2]}:{CHILD.parents[3]}"}
        done = subprocess.run(line, env=paths, capture_output=True, timeout=100, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return [Copy(one, centre) for one in sorted(begun.glob("step-*"))]

    return at_every_moment


def test_taking_in_that_is_killed_takes_all_or_nothing_and_goes_on(killed):
    copies = killed("in")
    assert len(copies) > 1
    for copy in copies:

        def go_on(account, copy=copy):
            before = len(account.state()["inbox"])
            account.take_in(copy.folder)
            return before, [len(account.state()[one]) for one in ("inbox", "assignment", "training")]

        before, after = copy.opened(go_on)
        assert before in {0, 3}
        assert after == [3, 1, 1]


def test_putting_out_that_is_killed_seals_nothing_twice_and_tears_nothing(killed, centre):
    copies = killed("out")
    assert len(copies) > 10
    for copy in copies:
        assert copy.torn() == []

        def go_on(account, copy=copy):
            account.take_in(copy.folder)
            account.post.put_out(copy.folder)
            return [one.kind for one in centre.came(copy.folder, account)]

        expected = [ImageQuerySent, IncidentalFindingSent, LockedTimepointsSent, Receipt]
        assert copy.opened(go_on) == [one.__name__ for one in expected]
        assert len(list(copy.root.rglob("*.partial"))) <= 1, "swept after a day"
