"""A part is opened when everything about it is right, and refused with the reason when anything is not."""

import dataclasses
import hashlib
import os
from datetime import date, timedelta

import pyrage
import pytest
from casefile.part.ways import (
    TODAY,
    baseline,
    changed_case,
    described,
    first_image,
    follow_up,
    images_of,
    members_of,
    packed,
    sha256,
)

from seedcryo_reader.casefile.part import bag
from seedcryo_reader.casefile.part.opening import open_part, seal_of
from seedcryo_reader.casefile.part.signature import sign_manifest
from seedcryo_reader.casefile.study import signing
from seedcryo_reader.casefile.study.model import Reason, Revocation, SigningKey
from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.imaging.watch import Watch

pytestmark = pytest.mark.usefixtures("nothing_left")


def test_a_sealed_part_opens(station, sealed_chain, archive):
    first, second, closing = sealed_chain
    with open_part(first.file, station.trust, [station.reader], {}) as part:
        assert part.contents == first.contents
        assert (part.seal, part.size) == (first.seal, len(archive))
        assert part.key_id == station.study.root_id
        assert described(part) == {"CT portal venous": 6, "MR T2": 3}
        assert {one.name: bytes(one.data) for one in part.images} == images_of(archive)
    with open_part(second.file, station.trust, [station.reader], {0: first.seal}) as part:
        assert part.contents.chain[0].seal == first.seal
    with open_part(closing.file, station.trust, [station.reader], {1: second.seal}) as part:
        assert (part.contents.kind, part.images) == ("closing", ())


def test_the_centre_opens_its_own_parts_and_a_stranger_none(station, sealed_chain):
    file = sealed_chain[0].file
    with open_part(file, station.trust, [station.keys.identity], {}):
        pass
    for keys in ([pyrage.x25519.Identity.generate()], []):
        with pytest.raises(Refused) as refusal, open_part(file, station.trust, keys, {}):
            pass
        assert [(one.code, one.files) for one in refusal.value.findings] == [("not-decrypted", (file.name,))]


def test_a_decrypted_archive_opens_without_a_key(station, archive, tmp_path):
    file = tmp_path / "C-0001.zip"
    file.write_bytes(archive)
    with open_part(file, station.trust, [], {}) as part:
        assert part.contents.case_number == "C-0001"


def test_bytes_of_an_image_end_with_the_part(station, sealed_chain):
    with open_part(sealed_chain[0].file, station.trust, [station.reader], {}) as part:
        data = part.images[0].data
    with pytest.raises(ValueError, match="released"):
        bytes(data)


def test_the_forger_makes_sound_parts_when_it_changes_nothing(forged, opened, archive):
    """All refusals below are of what was changed, not of how the forger works."""
    assert forged() == []
    assert opened(archive) == []
    assert opened(packed(members_of(archive))) == []


def test_no_part_at_all(station, tmp_path):
    for data in (b"", b"x", b"age-encryption.org/v2\n", os.urandom(5000), b"PK", b"PK\x05\x06" + bytes(18)):
        (tmp_path / "C-0001.p0.seedcase").write_bytes(data)
        assert station.refusal(tmp_path / "C-0001.p0.seedcase") == ["not-a-part"]
    for missing in (tmp_path / "nothing.seedcase", tmp_path):
        with pytest.raises(EnvironmentFailure, match="cannot be"):
            station.refusal(missing)


def test_an_encrypted_something_else(opened):
    for data in (b"", b"hello", b"PK\x03\x04", bytes(10**6)):
        assert opened(data) == ["not-canonical"]


def test_another_key_signed_it(station, archive, opened):
    """A signature by a key the study knows nothing of, and one that claims to be by a key of the study."""
    seed = os.urandom(32)
    members = members_of(archive)
    stranger = signing.key_id(signing.public_of(seed))
    for key_id, expected in ((stranger, "unknown-key"), (station.study.root_id, "bad-signature")):
        members[bag.SIGNATURE] = sign_manifest(members[bag.TAG_MANIFEST], key_id, seed).encoded()
        assert opened(packed(members)) == [expected]


@pytest.mark.parametrize(
    "said",
    [b"", b"{}", b"[]", b"null", b"\xff", b'{"algorithm":"none","key":"0123456789abcdef","signature":""}',
     b'{"algorithm":"Ed25519","key":"0123456789abcdef"}'],
)  # fmt: skip
def test_no_signature(archive, opened, said):
    assert opened(packed({**members_of(archive), bag.SIGNATURE: said})) == ["not-signed"]


def test_a_signature_in_another_spelling(archive, opened):
    members = members_of(archive)
    said = members[bag.SIGNATURE]
    for changed in (said + b"\n", said.replace(b":", b": "), said.replace(b'"algorithm":"Ed25519"', b'"algorithm":"X"'),
                    said[:-2] + b'","more":1}', said.upper()):  # fmt: skip
        assert opened(packed({**members, bag.SIGNATURE: changed})) == ["not-signed"]


def test_a_signature_over_other_bytes(archive, second_archive, opened):
    members = members_of(archive)
    members[bag.SIGNATURE] = members_of(second_archive)[bag.SIGNATURE]
    assert opened(packed(members)) == ["bad-signature"]


def test_a_revoked_key_counts_until_its_day(station, archive, opened):
    def revoked(day: date):
        root = dataclasses.replace(station.study.root, revoked=Revocation(day, Reason.COMPROMISED))
        later = SigningKey(signing.public_of(bytes(32)), TODAY)
        return dataclasses.replace(station.study, keys=(root, later))

    day = date(2026, 6, 1)
    assert opened(archive, study=revoked(day), received=day - timedelta(1)) == []
    assert opened(archive, study=revoked(day), received=day) == ["revoked-key"]
    assert opened(archive, study=revoked(day), received=day + timedelta(400)) == ["revoked-key"]


def test_a_changed_file(archive, opened):
    members = members_of(archive)
    for name in (bag.CASE, bag.PADDING, first_image(members)):
        changed = {**members, name: members[name][:-1] + bytes([members[name][-1] ^ 1])}
        assert opened(packed(changed)) == ["changed", "changed"]


def test_a_wrong_checksum_is_noticed_though_the_hash_is_right(archive, opened):
    """unzip would call such an archive broken."""
    name = first_image(members_of(archive)).encode()
    at = archive.index(name) - 30 + 14
    behind = archive.rindex(name) - 46 + 16
    crc = bytes(byte ^ 1 for byte in archive[at : at + 4])
    changed = archive[:at] + crc + archive[at + 4 : behind] + crc + archive[behind + 4 :]
    assert changed != archive
    assert opened(changed) == ["changed", "changed"]


def test_new_manifests_under_the_old_signature(station, archive, opened):
    forged = members_of(station.forged(archive, changed_case(lambda said: said["study"].update(id="OTHER"))))
    forged[bag.SIGNATURE] = members_of(archive)[bag.SIGNATURE]
    assert opened(packed(forged)) == ["bad-signature"]


def test_all_changed_files_are_named(station, archive, tmp_path):
    members = members_of(archive)
    bad = [name for name in members if name.startswith("data/series-02")]
    assert len(bad) == 3
    file = tmp_path / "C-0001.p0.seedcase"
    file.write_bytes(station.encrypted(packed({**members, **{name: b"x" + members[name][1:] for name in bad}})))
    with pytest.raises(Refused) as refusal, open_part(file, station.trust, [station.reader], {}):
        pass
    texts = [one.text for one in refusal.value.findings]
    assert texts[0].startswith("3 of 11 files")
    assert all(name in text for name, text in zip(bad, texts[1:], strict=True))


@pytest.mark.parametrize("name", bag.TAG_FILES)
def test_a_missing_tag_file(archive, opened, name):
    members = members_of(archive)
    del members[name]
    assert opened(packed(members)) == ["not-canonical"]


@pytest.mark.parametrize(
    ("tag", "content", "expected"),
    [
        ("bagit", b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n", "not-canonical"),
        ("bag_info", b"External-Identifier: C-0001.p0\nBagging-Date: 2026-03-01\n", "not-canonical"),
        ("bag_info", b"External-Identifier: C-0001.p1\n", "not-canonical"),
        ("manifest_sha256", b"", "not-canonical"),
        ("manifest_sha256", b"\xff", "not-canonical"),
        ("manifest_sha256", b"0" * 64 + b"  data/case.json\n", "not-canonical"),
        ("manifest_sha256", b"x" * (4 * 1024**2 + 1), "too-large"),
    ],
)
def test_tag_files_that_are_not_those_of_the_payload(forged, tag, content, expected):
    """The signature covers the tag manifest, so these are signed wrongly; still nothing of them is believed."""
    assert forged(padded=False, **{tag: content}) == [expected]


def test_tag_files_that_are_signed_and_still_not_the_ones(station, archive, opened):
    """The centre's own key on a bag with a date in it, and on one whose manifest is in another spelling."""
    for name, change in (
        (bag.INFO, lambda data: data + b"Bagging-Date: 2026-03-01\n"),
        (bag.MANIFEST, lambda data: data.replace(b"  ", b" *")),
        (bag.MANIFEST, lambda data: b"".join(sorted(data.splitlines(keepends=True)))),
    ):
        members = members_of(archive)
        members[name] = change(members[name])
        hashes = {one: bag.digest(members[one]) for one in (bag.INFO, bag.BAGIT, bag.MANIFEST)}
        members[bag.TAG_MANIFEST] = bag.manifest(hashes)
        seed = station.keys.seed(station.study.root_id)
        signed = sign_manifest(members[bag.TAG_MANIFEST], station.study.root_id, seed)
        members[bag.SIGNATURE] = signed.encoded()
        assert opened(packed(members)) == ["not-canonical"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("C-0001.p0.seedcase", []),
        ("C-0002.p0.seedcase", ["wrong-name"]),
        ("C-0001.p1.seedcase", ["wrong-name"]),
        ("received.seedcase", []),
        ("C-0001.p00.seedcase", []),
    ],
)
def test_a_file_with_the_name_of_another_part(archive, opened, name, expected):
    assert opened(archive, name=name) == expected


def test_a_chain_that_does_not_follow(station, sealed_chain):
    first, second, closing = sealed_chain
    assert station.refusal(second.file, {0: first.seal}) == []
    assert station.refusal(second.file, {0: "0" * 64}) == ["broken-chain"]
    assert station.refusal(second.file, {1: "0" * 64, 7: "0" * 64}) == []
    assert station.refusal(closing.file, {0: first.seal, 1: second.seal}) == []
    assert station.refusal(closing.file, {0: "0" * 64, 1: "1" * 64}) == ["broken-chain", "broken-chain"]


def test_a_part_after_another_baseline(station, sealed_chain, source, tmp_path, tmp_path_factory):
    """Two baselines of one case number, as a centre that lost its files might make."""
    scratch = tmp_path_factory.mktemp
    other = station.seal(
        tmp_path, dataclasses.replace(baseline(source), pinned={"T01": "mr", "T02": "mr"}), scratch("s")
    )
    second = station.seal(tmp_path, follow_up(source), scratch("s"), previous=other.file)
    assert station.refusal(second.file, {0: other.seal}) == []
    assert station.refusal(second.file, {0: sealed_chain[0].seal}) == ["broken-chain"]


def test_the_seal_of_a_part(station, sealed_chain, archive, tmp_path):
    first = sealed_chain[0]
    assert seal_of(first.file, [station.reader]) == (0, first.seal)
    assert seal_of(sealed_chain[2].file, [station.reader]) == (2, sealed_chain[2].seal)
    assert first.seal == hashlib.sha256(members_of(archive)[bag.TAG_MANIFEST]).hexdigest()
    (tmp_path / "x.seedcase").write_bytes(b"nothing")
    with pytest.raises(Refused):
        seal_of(tmp_path / "x.seedcase", [station.reader])
    (tmp_path / "x.seedcase").write_bytes(packed({**members_of(archive), bag.INFO: b"External-Identifier: C-1.p0\n"}))
    with pytest.raises(Refused, match="which part of a case"):
        seal_of(tmp_path / "x.seedcase", [])


@pytest.mark.parametrize("encrypted", [True, False])
def test_cancelled_at_any_point(station, archive, tmp_path, encrypted):
    file = tmp_path / "C-0001.p0.seedcase"
    file.write_bytes(station.encrypted(archive) if encrypted else archive)
    asked = 0

    def count() -> bool:
        nonlocal asked
        asked += 1
        return False

    with open_part(file, station.trust, [station.reader], {}, watch=Watch(cancelled=count)):
        pass
    assert asked > 15
    for stop in range(1, asked + 1):
        left = iter(range(stop - 1))
        watch = Watch(cancelled=lambda left=left: next(left, None) is None)
        with pytest.raises(Cancelled), open_part(file, station.trust, [station.reader], {}, watch=watch):
            pass


def test_progress_is_told_image_by_image(station, sealed_chain):
    seen = []
    watch = Watch(progress=lambda one: seen.append((one.done, one.total)))
    with open_part(sealed_chain[0].file, station.trust, [station.reader], {}, watch=watch):
        pass
    assert seen == [(n, 9) for n in range(1, 10)]


def test_the_file_is_only_read(station, sealed_chain):
    before = sha256(sealed_chain[0].file.read_bytes())
    station.refusal(sealed_chain[0].file)
    assert sha256(sealed_chain[0].file.read_bytes()) == before
    assert sorted(one.name for one in sealed_chain[0].file.parent.iterdir()) == [
        "C-0001.p0.seedcase", "C-0001.p1.seedcase", "C-0001.p2.seedcase",
    ]  # fmt: skip


@pytest.mark.parametrize("decrypted", [False, True])
def test_what_goes_wrong_while_a_part_is_open_stays_what_it_is(station, sealed_chain, archive, tmp_path, decrypted):
    """Ctrl-C in the middle of an image holds on to pieces of the archive; that must not become the complaint."""
    file = sealed_chain[0].file
    if decrypted:
        file = tmp_path / "part.zip"
        file.write_bytes(archive)
    with pytest.raises(KeyboardInterrupt) as stopped, open_part(file, station.trust, [station.reader], {}) as part:
        raise KeyboardInterrupt(part.images[0].data[:10])
    assert stopped.value.args


def test_a_decrypted_archive_that_changes_after_it_was_verified_does_not_matter(station, archive, tmp_path):
    file = tmp_path / "part.zip"
    file.write_bytes(archive)
    with open_part(file, station.trust, [], {}) as part:
        before = bytes(part.images[0].data)
        file.write_bytes(bytes(len(archive)))
        assert bytes(part.images[0].data) == before
