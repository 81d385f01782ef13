"""The centre's envelopes that wait for a receipt, sealed anew where the key that signed them is revoked.

It is done once for each such key: what is sealed anew is signed by a key that counts. Receipts follow from the inbox:
those to the same account are forgotten, and sealed again as those that are due.
"""

from collections.abc import Callable
from typing import Final

from sqlalchemy import delete

from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.messages.adjudicator import TO_ADJUDICATOR
from seedcryo_reader.domain.messages.coding import Kinds, message_from
from seedcryo_reader.domain.messages.intake import TO_INTAKE
from seedcryo_reader.domain.messages.reader import TO_READER
from seedcryo_reader.storage.post.boxes import Letter
from seedcryo_reader.storage.post.drafts import draft_of, drafted, drop_answered
from seedcryo_reader.storage.post.owner import Owner
from seedcryo_reader.storage.post.receipts import RECEIPT, answered_by
from seedcryo_reader.storage.vault.tables import outbox

_KINDS: Final[Kinds] = {**TO_READER, **TO_ADJUDICATOR, **TO_INTAKE}


def seal_again(owner: Owner, letter: Callable[[Send], Letter]) -> None:
    """Put envelopes that are signed by a key which counts now in the place of those of a revoked one.

    Parameters
    ----------
    owner : Owner
        The coordinator's account.
    letter : callable
        Seals a message of the centre.

    Raises
    ------
    Refused
        ``no-centre-keys``, ``no-sealing-key``: nothing was changed.
    EnvironmentFailure
        It could not be written; likewise.
    """
    with owner.vault().database.writing() as connection:
        drop_answered(connection)
        day = owner.today
        stale = [about for about, key_id in drafted(connection) if not owner.study.trusts(key_id, day)]
        waiting = {one.about: one.account for one in owner.outbox.waiting()} if stale else {}
        for about in (one for one in stale if one in waiting):
            answered = answered_by(about)
            if answered is not None:
                receipts = outbox.c.about.startswith(f"{RECEIPT} {answered[0]} ", autoescape=True)
                connection.execute(delete(outbox).where(receipts))
                continue
            draft = draft_of(connection, about)
            message = message_from(draft.kind, draft.body, _KINDS)
            connection.execute(delete(outbox).where(outbox.c.about == about))
            owner.outbox.add(connection, letter(Send(waiting[about], message, about, draft.at_least)))
