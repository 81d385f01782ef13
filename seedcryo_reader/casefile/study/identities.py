"""Keys as people hand them over: key files, plain age files, or a recipient typed in."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from seedcryo_reader.casefile.study import age_keys, formats
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.key_file import open_keys, stated_recipient
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding

_SECRET: Final = "AGE-SECRET-KEY-"  # noqa: S105 (how an identity begins, not one)
_RECIPIENT: Final = "age1"
_ENCRYPTED: Final = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")


def identities_from(path: Path, password: Callable[[], str]) -> tuple[Identity, ...]:
    """The age identities of a key file, or of a plain file as ``age-keygen`` writes it.

    Parameters
    ----------
    path : Path
    password : callable
        Asked once, and only for a key file.

    Raises
    ------
    Refused
        ``wrong-password``, or it is neither; all findings. No line of the file is ever quoted.
    EnvironmentFailure
        The file cannot be read.
    """
    data = formats.read_bounded(path)
    if _is_json(data):
        stated_recipient(data, str(path))  # a file that cannot be opened is refused before anybody types a password
        return (open_keys(path, password()).identity,)
    if data.startswith(_ENCRYPTED):
        text = "The identity file is encrypted. Decrypt it with age first, or use a key file of study make-key."
        raise refusal("encrypted-identity", text, path)
    found, findings = [], []
    for number, line in _lines(data, path):
        one = age_keys.identity(line)
        if one is None:
            text = f"Line {number} is no age identity (AGE-SECRET-KEY-1…) of the X25519 kind."
            findings.append(Finding("bad-identity", text, (str(path),)))
        else:
            found.append(one)
    if findings:
        raise Refused(findings)
    if not found:
        raise refusal("bad-identity", "It is neither a key file nor an age identity file.", path)
    return tuple(found)


def recipients_from(text_or_path: str) -> tuple[str, ...]:
    """The ``age1…`` recipients of a text: one itself, or the path of a key file or of a file with one on each line.

    Raises
    ------
    Refused
        It is none of these; all findings.
    EnvironmentFailure
        The file cannot be read.
    """
    if text_or_path.startswith(_RECIPIENT) and not Path(text_or_path).exists():
        if age_keys.recipient(text_or_path) is None:
            text = (
                f"{text_or_path[:80]} is no age recipient: a character was lost or mistyped, or it is of another kind."
            )
            raise refusal("bad-recipient", text)
        return (text_or_path,)
    path = Path(text_or_path)
    data = formats.read_bounded(path)
    if _is_json(data):
        return (stated_recipient(data, str(path)),)
    found, findings = [], []
    for number, line in _lines(data, path):
        if line.startswith(_SECRET):
            text = f"Line {number} is a secret key, which stays with its owner. Give its recipient (age1…)."
            findings.append(Finding("secret-key", text, (str(path),)))
        elif age_keys.recipient(line) is None:
            text = f"Line {number} is no age recipient (age1…) of the X25519 kind."
            findings.append(Finding("bad-recipient", text, (str(path),)))
        else:
            found.append(line)
    if findings:
        raise Refused(findings)
    if not found:
        raise refusal("bad-recipient", "It holds no age recipient.", path)
    return tuple(dict.fromkeys(found))


def all_recipients_from(texts_or_paths: Iterable[str]) -> tuple[str, ...]:
    """The recipients of several such texts, each once.

    Raises
    ------
    Refused, EnvironmentFailure
        As for `recipients_from`; the findings of all.
    """
    found = formats.each_or_all_findings(recipients_from, texts_or_paths)
    return tuple(dict.fromkeys(one for recipients in found for one in recipients))


def _is_json(data: bytes) -> bool:
    return data.lstrip()[:1] == b"{"


def _lines(data: bytes, path: Path) -> list[tuple[int, str]]:
    """Numbers and texts of the lines that are neither empty nor comments."""
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise refusal("no-text", "It is no text file.", path) from error
    numbered = ((number, line.strip()) for number, line in enumerate(lines, 1))
    return [(number, line) for number, line in numbered if line and not line.startswith("#")]
