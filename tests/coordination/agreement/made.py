"""Results and facts of reads made by hand."""

from decimal import Decimal

from seedcryo_reader.coordination.agreement.figures import Options
from seedcryo_reader.coordination.agreement.pairs import Compared, Decided, Pair, ReadFacts
from seedcryo_reader.domain.discordance import Cause, LocalResult, ReadResult, Variable

OPTIONS = Options(seed=20260301, samples=400)


def facts(reader, case=1, *, statuses=None, responses=("SD", "SD"), lengths=(), evaluable=True, best=None):
    """What a read of two follow-ups says; `statuses` by target, `lengths` of T01 at TP0, TP1, ….

    A response of PD is progression, and so is a status of LP of its target.
    """
    statuses = {"T01": ("no LP",) * len(responses)} if statuses is None else statuses
    names = tuple(f"TP{place}" for place in range(len(responses) + 1))
    local = tuple(_local(target, said, names, evaluable) for target, said in statuses.items())
    progressed = _since(responses, "PD", names)
    number = case if isinstance(case, str) else f"C-{case:04}"
    result = ReadResult(
        number,
        reader,
        1,
        "0" * 64,
        "seed-cryo/1.0",
        "1" * 64,
        names,
        local,
        progressed,
        progressed,
        (),
        (),
        best,
        responses,
    )
    return ReadFacts(result, {("T01", f"TP{place}"): Decimal(mm) for place, mm in enumerate(lengths)})


def _local(target, said, names, evaluable):
    progressed = _since(said, "LP", names)
    return LocalResult(target, progressed, progressed, None, evaluable, said)


def _since(said, word, names):
    return names[said.index(word) + 1] if word in said else None


def pair(first, second, case=1, **both):
    """A pair of reads by anna and ben that say this."""
    return Pair(f"C-{case:04}", facts("anna", case, **both | first), facts("ben", case, **both | second))


def measured(*cases, readers=("anna", "ben")):
    """A pair for each case: lengths of both readers at TP0, TP1, …, such as ``[("20.1", "20.4"), …]``."""
    return [
        Pair(
            f"C-{number:04}",
            facts(readers[0], number, lengths=[one for one, _ in case], responses=("SD",) * len(case)),
            facts(readers[1], number, lengths=[other for _, other in case], responses=("SD",) * len(case)),
        )
        for number, case in enumerate(cases, start=1)
    ]


def compared(case, day="2026-03-02", *, readers=("anna", "ben"), accepted=None, causes=None, **more):
    """A case that was compared; `causes` make it discordant, `accepted` (readers or None) decided."""
    first, second = (facts(one, case, **more) for one in readers)
    decisions = () if accepted is None else (Decided("adam", readers, tuple(accepted), "measurement"),)
    return Compared(
        readers=readers,
        day=day,
        pair=Pair(f"C-{case:04}", first, second),
        is_discordant=causes is not None,
        variables=() if causes is None else (Variable.LOCAL_PROGRESSION,),
        causes=tuple(causes or ()),
        decisions=decisions,
        is_open=causes is not None and not decisions,
    )


SIZE = (Cause.TARGET_MEASURE,)
