"""Letters that have to be sealed anew: the account has another exchange key, or the centre is elsewhere.

What was sealed before nobody could take any more. What a receipt came for stays as it is.
"""

from typing import Final

from sqlalchemy import Connection, delete

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.exchange.envelope import Addressee
from seedcryo_reader.storage.post.owner import Owner
from seedcryo_reader.storage.vault.tables import outbox
from seedcryo_reader.storage.vault.vault import Vault

_KEPT: Final = "post-sealed-by"


def sealed_for(vault: Vault) -> str | None:
    """The ``age1…`` of the centre that what waits was sealed for the last time."""
    kept = vault.kept(_KEPT)
    return None if kept is None else kept.partition(" ")[2]


def forget_stale(connection: Connection, owner: Owner, centre: Addressee) -> bool:
    """Take letters that wait in vain out of the outbox, in a transaction; whether there may have been any.

    Raises
    ------
    EnvironmentFailure
        The vault is locked.
    """
    vault = owner.vault()
    now = f"{signing.key_id(vault.exchange_public)} {centre.recipient}"
    if vault.kept(_KEPT) == now:
        return False
    vault.keep(_KEPT, now)
    connection.execute(delete(outbox).where(outbox.c.receipted.is_(None)))
    return True
