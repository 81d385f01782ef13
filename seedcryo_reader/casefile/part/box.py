"""The archive of a part while it is being verified: its bytes, its members, and its name for findings."""

from dataclasses import dataclass, field, replace

from seedcryo_reader.casefile.part import bag
from seedcryo_reader.casefile.part.archive import Member, read_archive
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding


@dataclass(frozen=True)
class Box:
    """A canonical archive. Nothing is known of its contents yet.

    Attributes
    ----------
    file : str
        Name of the part's file, as shown to the user.
    view : memoryview
        The archive's bytes.
    members : dict
        Name → member.
    """

    file: str
    view: memoryview = field(repr=False)
    members: dict[str, Member]

    @classmethod
    def of(cls, file: str, view: memoryview) -> "Box":
        """Find the members of an archive; raises Refused unless it is canonical."""
        try:
            members = read_archive(view)
        except Refused as refused:
            raise Refused(replace(one, files=(file,)) for one in refused.findings) from None
        return cls(file, view, {member.entry.name: member for member in members})

    @property
    def payload(self) -> list[str]:
        """Names of the members that are no tag files, sorted."""
        return [name for name in self.members if name not in bag.TAG_FILES]

    def content(self, name: str) -> memoryview:
        """A member's bytes where they lie."""
        member = self.members[name]
        return self.view[member.offset : member.offset + member.entry.size]

    def finding(self, code: str, text: str) -> Finding:
        """Something that is wrong with the part."""
        return Finding(code, text, (self.file,))

    def refusal(self, code: str, text: str) -> Refused:
        """The part refused for one reason."""
        return Refused([self.finding(code, text)])
