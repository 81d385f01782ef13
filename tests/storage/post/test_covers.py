"""What lies in a folder when two reads differ and when they agree: as many files for everybody, and as large."""

from storage.office.offices import PROTOCOL, centre_at
from storage.post.people import accept, coordinator_post, judge_at
from support.reads_apart import apart

from seedcryo_reader.coordination.discordance.comparing import compare
from seedcryo_reader.coordination.discordance.disputes import ENVELOPE_ROOM, cover_size, dispute_of
from seedcryo_reader.coordination.discordance.results import result_of
from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.messages.adjudicator import DisputeSent, NothingToDecide
from seedcryo_reader.domain.office.coordinator import ReadsCompared
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.storage.images.shelf import Shelf

DISPUTE = "0d" * 8
TRUTH = ("new lesion", "different new lesion")
"""A pair that is discordant and one that is not."""


def compared(how):
    """What the adjudicator gets of a pair, its size, and how the log writes it."""
    pair = apart(how)
    results = [result_of(one.read, PROTOCOL, one.reader.account, 1, one.sha256) for one in (pair.first, pair.second)]
    found = compare(*results, PROTOCOL)
    size = cover_size(*apart(TRUTH[0]).reads, PROTOCOL)
    if found.is_discordant:
        return DisputeSent(dispute_of(found, *pair.reads, PROTOCOL, DISPUTE, a_is_first=True)), size, "yes"
    return NothingToDecide("0" * (size - ENVELOPE_ROOM)), size, "no "


def exchanged(root, study, study_file, how):
    """Sizes of all files in a folder after everybody exchanged post, by recipient, and of every entry of the log."""
    message, size, discordant = compared(how)
    folder = Folder(root / "stick")
    (root / "st" / "parts").mkdir(parents=True)
    with centre_at(root / "centre", study, study_file) as centre, judge_at(root / "judge", study) as judge:
        post = coordinator_post(centre, Shelf(root / "st", lambda: "t"))
        accept(centre, judge.vault, Role.ADJUDICATOR)
        about = f"compared C-0001 {DISPUTE}"
        act = ReadsCompared("C-0001", "aa" * 32, "bb" * 32, DISPUTE, "first", discordant, "judge", None)
        centre.office.append(act, [Send("judge", message, about, size)])
        for one in (post, judge.post):
            one.put_out(folder)
            one.take_in(folder)
            one.put_out(folder)
        post.take_in(folder)
        entries = [len(one.body) for one in centre.vault.chain.entries()]
        people = {centre.vault.recipient: "centre", judge.vault.recipient: "judge"}
        lying = {
            name: sorted((path.suffix, path.stat().st_size) for path in folder.mail(recipient))
            for recipient, name in people.items()
        }
        kinds = [type(one.act).__name__ for one in judge.office.records()]
    return type(message).__name__, lying, entries, kinds, sum(1 for _ in folder.root.rglob("*"))


def test_a_folder_looks_the_same_with_a_dispute_and_without(tmp_path, study_and_recovery, study_file):
    found = []
    for number, how in enumerate(TRUTH):
        root = tmp_path / str(number)
        root.mkdir()
        found.append(exchanged(root, study_and_recovery[0], study_file, how))
    assert [one[0] for one in found] == ["DisputeSent", "NothingToDecide"]
    assert found[0][1:] == found[1][1:]
    assert len(found[0][1]["judge"]) == len(found[0][1]["centre"]) == 1
