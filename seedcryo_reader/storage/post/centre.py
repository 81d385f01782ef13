"""Where the centre is, as an account knows it: the newest address that came with a folder and counts."""

from datetime import date
from pathlib import Path
from typing import Final

from seedcryo_reader.casefile.study.formats import read_bounded
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.exchange.centre import FILE, CentreAddress, read_address
from seedcryo_reader.exchange.envelope import Addressee
from seedcryo_reader.exchange.sender import CENTRE
from seedcryo_reader.storage.post.owner import Owner
from seedcryo_reader.storage.post.report import FileReport
from seedcryo_reader.storage.vault.vault import Vault

_KEPT: Final = "centre-address"


class KnownCentre:
    """The centre's address in the vault of an account."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner

    def addressee(self) -> Addressee | None:
        """Whom envelopes to the centre are for; None while no address came."""
        known = self._known()
        return None if known is None else Addressee(CENTRE, known.recipient)

    def named(self, name: str) -> Addressee:
        """The same, for whoever cannot go on without it.

        Raises
        ------
        Refused
            ``no-centre-address``: none came, or an account has nobody but the centre to write to.
        """
        found = self.addressee()
        if found is None or name != CENTRE:
            text = (
                "It is not known yet where the centre is. Take the folder that the coordinator wrote, then try again."
            )
            raise Refused([Finding("no-centre-address", text)])
        return found

    def learn(self, root: Path, day: date) -> FileReport | None:
        """Take the address at the root of a folder, where it is newer than what is known; None where nothing is new.

        Parameters
        ----------
        root : Path
        day : date
            The UTC day, by which a revoked key counts or not. Whether an address is to come is asked of the clock.

        Raises
        ------
        EnvironmentFailure
            The vault cannot be written, or is locked.
        """
        path = root / FILE
        if not path.is_file() or path.is_symlink():
            return None
        clock = self._owner.by_clock
        try:
            found = read_address(read_bounded(path), self._owner.study, day, FILE, clock=clock)
        except Refused as refused:
            return FileReport(FILE, "refused", refused.findings)
        except EnvironmentFailure as failure:
            return FileReport(FILE, "refused", (Finding("not-readable", str(failure), (FILE,)),))
        known = self._known()
        if known is not None and found <= known and not known.is_to_come(clock):
            return None
        self._owner.vault().keep(_KEPT, f"{found.issued} {found.recipient}")
        return FileReport(FILE, "taken")

    def _known(self) -> CentreAddress | None:
        return known_address(self._owner.vault())


def known_address(vault: Vault) -> CentreAddress | None:
    """The newest address that a vault knows."""
    kept = vault.kept(_KEPT)
    return None if kept is None else CentreAddress(*kept.split(" "))
