"""Sealed parts in a coordinator's hands: the port `Parts` of coordination, over the vault's rows and the shelf."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, select

from seedcryo_reader.casefile.part.addressing import readdressed
from seedcryo_reader.coordination.ports import PartKnown
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import UNWATCHED, Watch
from seedcryo_reader.storage.images.durable import private_folder, written_in
from seedcryo_reader.storage.images.received import ReceivedParts
from seedcryo_reader.storage.images.shelf import Arrival, Shelf
from seedcryo_reader.storage.vault.tables import addressed
from seedcryo_reader.storage.vault.vault import Vault


@dataclass(frozen=True)
class VaultParts:
    """The parts that a coordinator's account received.

    Attributes
    ----------
    vault : callable
        The account's, which may have been locked and opened again meanwhile.
    shelf : Shelf
        Of the station; parts for others lie there too, each under the hash of its bytes.
    scratch : Path
        A folder of this account alone, for files that are not whole yet; nothing in it is kept.
    watch : Watch
        Of encrypting parts to others.
    """

    vault: Callable[[], Vault]
    shelf: Shelf
    scratch: Path
    watch: Watch = UNWATCHED

    def all(self) -> Sequence[PartKnown]:
        """Every part, by case and number."""
        received = ReceivedParts(lambda: self.vault().database)
        return [
            PartKnown(one.case_number, one.part, one.seal, one.sha256, one.timepoint, one.supersedes)
            for case in received.cases()
            for one in received.of_case(case)
        ]

    def encrypted_to(self, sha256: str, recipients: Sequence[str]) -> str:
        """The hash of the same part encrypted to these recipients; its file is on the shelf.

        Once made it is found again, whatever happened in between.

        Raises
        ------
        Refused
            ``part-missing``, ``part-changed``.
        EnvironmentFailure
            No room; nothing is left of it.
        Cancelled
            The person cancelled; likewise.
        """
        named = " ".join(sorted(recipients))
        known = self._made(sha256, named)
        if known is not None and self.shelf.path(known).exists():
            return known
        made = self._put_on_shelf(self._sound(sha256), recipients)
        with self.vault().database.writing() as connection:
            row = {"part_sha256": sha256, "recipients": named, "file_sha256": made}
            connection.execute(insert(addressed).prefix_with("OR REPLACE").values(**row))
        return made

    def _put_on_shelf(self, source: Path, recipients: Sequence[str]) -> str:
        self._sweep()
        target = self.scratch / source.name
        try:
            made = readdressed(source, [self.vault().identity], sorted(recipients), target, self.watch)
            self.shelf.keep(Arrival(target, made, target.stat().st_size))
        finally:
            self._sweep()
        return made

    def _sweep(self) -> None:
        """Remove what a killed program left; the vault is open in this one alone, and so is the folder."""
        with written_in(self.scratch):
            for path in private_folder(self.scratch).iterdir():
                path.unlink(missing_ok=True)

    def _made(self, sha256: str, named: str) -> str | None:
        chosen = select(addressed.c.file_sha256).where(
            addressed.c.part_sha256 == sha256, addressed.c.recipients == named
        )
        with self.vault().database.reading() as connection:
            found: str | None = connection.execute(chosen).scalar()
        return found

    def _sound(self, sha256: str) -> Path:
        """The part's file, as it was received."""
        path = self.shelf.path(sha256)
        try:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except FileNotFoundError as error:
            text = "The sealed part is not on the station's shelf any more. Receive its file again."
            raise Refused([Finding("part-missing", text, (path.name,))]) from error
        except OSError as error:
            msg = f"{path} cannot be read: {error.strerror}."
            raise EnvironmentFailure(msg) from error
        if digest != sha256:
            text = "The sealed part was changed since it was received. Receive its file again."
            raise Refused([Finding("part-changed", text, (path.name,))])
        return path
