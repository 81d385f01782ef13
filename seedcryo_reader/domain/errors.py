"""The kinds of trouble that are exceptions. What a person must fix in the input is a `Finding` instead."""


class EnvironmentFailure(Exception):
    """The surroundings failed (disk full, file unreadable, server away).

    The text is a plain sentence that says what to do; nothing was lost and the act can be tried again.
    """


class Cancelled(Exception):
    """The person cancelled long work; what was unfinished has been removed."""
