"""The centre's keys in a coordinator's hands: the port `Centre` of coordination."""

from collections.abc import Callable
from dataclasses import dataclass

from seedcryo_reader.casefile.study.keys import Keys, Role
from seedcryo_reader.casefile.study.leave import Leave, leave_bytes
from seedcryo_reader.storage.clock import Clock
from seedcryo_reader.storage.vault.vault import Vault


@dataclass(frozen=True)
class VaultCentre:
    """What the centre signs, by the keys that the coordinator's account adopted.

    Attributes
    ----------
    vault : callable
        The account's, which may have been locked and opened again meanwhile.
    clock : Clock
    number : callable
        16 random hex digits.
    """

    vault: Callable[[], Vault]
    clock: Clock
    number: Callable[[], str]

    def leave(
        self,
        case_number: str,
        timepoint: str,
        recipient: str,
        *,
        and_later: bool,
        version: int | None,
        reason: str,
    ) -> str:
        """A signed leave to read a timepoint again (`casefile.study.leave`), as its bytes are.

        Raises
        ------
        Refused
            A field breaks the rules; ``no-centre-keys``; or the adopted keys do not hold the one that signs now.
        """
        vault = self.vault()
        study = vault.place.study
        leave = Leave(
            study_id=study.study_id,
            root_id=study.root_id,
            case_number=case_number,
            timepoint=timepoint,
            recipient=recipient,
            and_later=and_later,
            version=version,
            reason=reason,
            issued=self.clock().utc.date(),
            number=self.number(),
        )
        keys = Keys("the keys that were adopted", study.study_id, Role.COORDINATOR, vault.identity, vault.centre)
        return leave_bytes(leave, keys, study).decode("utf-8")
