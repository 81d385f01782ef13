"""What a stranger finds in a decrypted part: a bag that can be checked without this program, and no date in it."""

import hashlib
import io
import json
import re
import subprocess
import zipfile

import pydicom
import pytest
from casefile.part.ways import PINNED, TARGETS, members_of
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydicom.uid import UID

from seedcryo_reader.casefile.part import bag
from seedcryo_reader.casefile.part.signature import Signature, read_signature, sign_manifest
from seedcryo_reader.casefile.study.signing import public_of
from seedcryo_reader.domain.errors import Refused


@pytest.fixture(params=[0, 1, 2])
def unpacked(request, station, sealed_chain, tmp_path):
    """A folder with the files of each of the three parts, unpacked by another program."""
    with zipfile.ZipFile(io.BytesIO(station.plain(sealed_chain[request.param].file))) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def listed(text: str) -> dict[str, str]:
    """File name → hash of a manifest, as RFC 8493 section 2.1.3 has it."""
    lines = [re.fullmatch(r"([0-9a-f]{64})[ \t]+\*?(.+)", line) for line in text.splitlines()]
    return {line[2]: line[1] for line in lines}


def test_every_file_is_in_a_manifest_with_its_hash(unpacked):
    payload = listed((unpacked / "manifest-sha256.txt").read_text("ascii"))
    tags = listed((unpacked / "tagmanifest-sha256.txt").read_text("ascii"))
    for name, digest in {**payload, **tags}.items():
        assert hashlib.sha256((unpacked / name).read_bytes()).hexdigest() == digest
    files = {one.relative_to(unpacked).as_posix() for one in unpacked.rglob("*") if one.is_file()}
    assert set(payload) == {name for name in files if name.startswith("data/")}
    assert set(tags) == {"bag-info.txt", "bagit.txt", "manifest-sha256.txt"}
    assert files - set(payload) - set(tags) == {"signature.json", "tagmanifest-sha256.txt"}


def test_sha256sum_says_ok(unpacked):
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run(
            ["sha256sum", "--strict", "--quiet", "-c", name], cwd=unpacked, capture_output=True, check=False
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_the_declaration_is_that_of_bagit_1_0(unpacked):
    """RFC 8493 section 2.1.1: two lines, no byte order mark."""
    said = (unpacked / "bagit.txt").read_bytes()
    assert said == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    info = (unpacked / "bag-info.txt").read_text("ascii")
    assert re.fullmatch(r"External-Identifier: C-0001\.p[012]\n", info)


def test_the_signature_holds_for_a_plain_library(station, unpacked):
    said = json.loads((unpacked / "signature.json").read_bytes())
    assert set(said) == {"algorithm", "key", "signature"}
    assert (said["algorithm"], said["key"]) == ("Ed25519", station.study.root_id)
    manifest = (unpacked / "tagmanifest-sha256.txt").read_bytes()
    key = Ed25519PublicKey.from_public_bytes(station.study.root.public)
    key.verify(bytes.fromhex(said["signature"]), manifest)
    assert Signature(said["key"], bytes.fromhex(said["signature"])).holds(station.study.root.public, manifest)
    assert not Signature(said["key"], bytes.fromhex(said["signature"])).holds(public_of(bytes(32)), manifest)
    assert not Signature(said["key"], bytes.fromhex(said["signature"])).holds(station.study.root.public, manifest[:-1])


def test_the_seal_is_the_hash_of_the_tag_manifest(station, sealed_chain):
    for part in sealed_chain:
        manifest = members_of(station.plain(part.file))["tagmanifest-sha256.txt"]
        assert hashlib.sha256(manifest).hexdigest() == part.seal


def test_each_part_names_the_seals_before_it(station, sealed_chain):
    first, second, closing = sealed_chain
    said = [json.loads(members_of(station.plain(one.file))["data/case.json"]) for one in sealed_chain]
    assert [one["previous"] for one in said] == [None, first.seal, second.seal]
    assert [link["seal"] for link in said[2]["chain"]] == [first.seal, second.seal]
    assert [(link["part"], link["kind"], link["timepoint"]) for link in said[2]["chain"]] == [
        (0, "timepoint", "TP0"), (1, "timepoint", "TP1"),
    ]  # fmt: skip
    assert closing.contents.kind == said[2]["kind"] == "closing"


def test_case_json_says_what_the_order_said(station, archive):
    said = json.loads(members_of(archive)["data/case.json"])
    assert set(said) == {"format", "study", "protocol", "case", "part", "previous", "chain", "kind", "timepoint",
                         "supersedes", "series", "pinned", "targets", "target_ids"}  # fmt: skip
    assert said["study"] == {"id": "SEED-CRYO", "root": station.study.root_id}
    assert said["protocol"] == {"id": "seed-cryo/0.1", "sha256": "ab" * 32}
    assert (said["case"], said["part"], said["timepoint"], said["supersedes"]) == ("C-0001", 0, "TP0", None)
    assert [(one["label"], one["images"]) for one in said["series"]] == [("CT portal venous", 6), ("MR T2", 3)]
    assert said["pinned"] == {"T01": 1, "T02": 2}
    assert set(said["pinned"]) == set(PINNED) == set(said["target_ids"])
    assert said["targets"][0] == {
        "id": "T01", "organ": "liver", "place": "segment VI", "node": False,
        "mark_mm": ["-8.000", "-15.500", "105.000"],
    }  # fmt: skip
    assert [one["id"] for one in said["targets"]] == [one.target_id for one in TARGETS]


def test_images_lie_under_neutral_names_and_say_where_they_belong(archive):
    members = members_of(archive)
    said = json.loads(members["data/case.json"])
    for series in said["series"]:
        names = [name for name in members if name.startswith(series["folder"] + "/")]
        assert len(names) == series["images"]
        for name in names:
            assert re.fullmatch(r"data/series-0[12]/[0-9a-f]{16}\.dcm", name)
            image = pydicom.dcmread(io.BytesIO(members[name]))
            assert image.SeriesInstanceUID == series["uid"]
            assert (image.Modality, image.SeriesNumber) == (series["modality"], series["number"])
            assert image.StudyID == "TP0"
            assert image.PatientID == "C-0001"
            assert (image.PatientIdentityRemoved, image.LongitudinalTemporalInformationModified) == ("YES", "REMOVED")


def test_nothing_is_dated(station, sealed_chain):
    """Neither the bag nor case.json nor an image; the file system's times are those of the copy, not of the case."""
    for part in sealed_chain:
        for name, data in members_of(station.plain(part.file)).items():
            if name.endswith(".dcm"):
                image = pydicom.dcmread(io.BytesIO(data))
                assert [one.tag for one in image.iterall() if one.VR in {"DA", "DT", "TM"} and one.value] == []
            elif not name.endswith(".bin"):
                without_hashes = re.sub(rb"[0-9a-f]{16,}|2\.25\.\d{39}", b"", data)
                assert not re.search(rb"(19|20)\d\d-?[01]\d", without_hashes)
                assert b"date" not in data.lower()


def test_the_sources_uids_and_names_are_gone(archive, source):
    for path in source.rglob("*"):
        if path.is_file():
            image = pydicom.dcmread(path, stop_before_pixels=True)
            for one in (image.SOPInstanceUID, image.StudyInstanceUID, image.FrameOfReferenceUID):
                # in even length, as it would stand in an element
                assert UID(one).encode() + b"\0" * (len(one) % 2) + b"\x08\x00" not in archive
            assert image.SOPInstanceUID.encode() not in archive
            assert f"/{path.name}".encode() not in archive


def test_manifests_are_read_in_one_spelling_only():
    hashes = {"data/b": "0" * 64, "data/a": "1" * 64}
    data = bag.manifest(hashes)
    assert data == b"1" * 64 + b"  data/a\n" + b"0" * 64 + b"  data/b\n"
    assert bag.read_manifest(data, "x") == hashes
    for changed in (
        b"", data + b"\n", data[:-1], data.replace(b"  ", b" *"), data.replace(b"\n", b"\r\n"), data + data,
        b"# note\n" + data, data.replace(b"data/a", b"data/A"), b"\xef\xbb\xbf" + data, data.replace(b"1", b"a", 1)[1:],
        b"0" * 64 + b"  data/b\n" + b"1" * 64 + b"  data/a\n",
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            bag.read_manifest(changed, "C-0001.p0.seedcase")
        assert [(one.code, one.files) for one in refusal.value.findings] == [("not-canonical", ("C-0001.p0.seedcase",))]


def test_a_signature_is_read_as_it_was_written():
    signature = sign_manifest(b"a manifest", "0123456789abcdef", bytes(32))
    assert read_signature(signature.encoded()) == signature
    assert signature.holds(public_of(bytes(32)), b"a manifest")
    assert not signature.holds(public_of(bytes(32)), b"A manifest")
