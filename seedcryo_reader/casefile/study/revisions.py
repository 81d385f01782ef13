"""Whether one revision of a study file may take the place of another."""

from collections.abc import Iterator

from seedcryo_reader.casefile.study.model import SigningKey, Study
from seedcryo_reader.casefile.study.study_file import digest
from seedcryo_reader.domain.finding import Finding


def follows(older: Study, newer: Study) -> tuple[Finding, ...]:
    """What speaks against putting `newer` in the place of `older`; nothing when it follows.

    Both were verified by their own root. Revisions in between may be unknown: only a direct successor has to name the
    hash of the older one.
    """
    if older.study_id != newer.study_id:
        return (Finding("other-study", f"It is of study {newer.study_id}, not of {older.study_id}."),)
    if older.root.public != newer.root.public:
        text = f"Its first key is {newer.root_id}, not {older.root_id}: it was signed by somebody else."
        return (Finding("other-root", text),)
    return (*_order(older, newer), *_keys(older, newer), *_protocols(older, newer))


def _order(older: Study, newer: Study) -> Iterator[Finding]:
    if newer.revision < older.revision:
        yield Finding("older-revision", f"It is revision {newer.revision}; revision {older.revision} is here already.")
    elif newer.revision == older.revision:
        if newer == older:
            yield Finding("same-revision", f"It is revision {older.revision}, which is here already.")
        else:
            text = (
                f"There are two different revisions {older.revision}: a study file was changed in two places at once. "
                "Ask the centre which one holds."
            )
            yield Finding("forked-revision", text)
    elif newer.revision == older.revision + 1 and newer.previous != digest(older):
        text = f"Revision {newer.revision} was not made from the revision {older.revision} that is here."
        yield Finding("broken-chain", text)


def _keys(older: Study, newer: Study) -> Iterator[Finding]:
    for key in older.keys:
        there = newer.key(key.key_id)
        if there is None:
            yield Finding("forgotten-key", f"Key {key.key_id} is missing; a key may be revoked, never left out.")
        else:
            yield from _revocation(key, there)


def _revocation(before: SigningKey, after: SigningKey) -> Iterator[Finding]:
    if before.revoked is None:
        return
    if after.revoked is None:
        text = f"The revocation of key {before.key_id} is taken back; it may not be."
        yield Finding("revocation-undone", text)
    elif after.revoked.day > before.revoked.day:
        text = (
            f"The revocation of key {before.key_id} is moved from {before.revoked.day} to {after.revoked.day}; "
            "it may only be moved to an earlier day."
        )
        yield Finding("revocation-moved", text)


def _protocols(older: Study, newer: Study) -> Iterator[Finding]:
    for one in older.protocols:
        there = newer.protocol(one.protocol_id)
        if there is None:
            yield Finding("forgotten-protocol", f"Protocol {one.protocol_id} is missing; parts were sealed for it.")
        elif there != one:
            yield Finding(
                "changed-protocol", f"Protocol {one.protocol_id} has another hash; a changed one needs a new id."
            )
