"""Trouble with one untrusted file, raised deep inside reading and turned into that file's finding."""


class FileTrouble(Exception):
    """What is wrong with a file: a stable finding code and a plain sentence without the file's name."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
