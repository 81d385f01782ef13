"""What is derived outside the station, and the words of the SDTM tables."""

from collections.abc import Iterator

from seedcryo_reader.criteria.explaining.local_findings import asked
from seedcryo_reader.criteria.explaining.words import bullets, literal, sentence, table
from seedcryo_reader.criteria.protocol.model import Protocol


def lines(protocol: Protocol) -> Iterator[str]:
    """Treatment response, then CDISC terms."""
    if protocol.derived is None:
        yield from sentence("No category of treatment response is derived.")
    else:
        raw = protocol.derived.treatment_response
        yield from sentence(
            "Categories of treatment response (LI-RADS) are derived after the reading, for every target by the "
            "algorithm for radiation and by the one for all other treatments, so that nobody has to know the "
            "treatment. They follow from:"
        )
        yield from bullets(
            f"tissue: {asked(raw.tissue, protocol)}",
            f"its enhancement: {asked(raw.enhancement, protocol)}",
            f"its change: {asked(raw.change, protocol)}",
        )
    yield from _terms(protocol)


def _terms(protocol: Protocol) -> Iterator[str]:
    if protocol.sdtm is None:
        yield from sentence("The protocol's file has no words for SDTM tables.")
        return
    sdtm = protocol.sdtm
    yield from sentence(
        f"In SDTM tables (CDISC controlled terminology) the criteria are “{literal(sdtm.category)}”, and reads are "
        f"by the evaluator “{literal(sdtm.evaluator)}”. Reasons why something is not evaluable:"
    )
    terms = ((literal(reason), literal(term)) for reason, term in sdtm.not_evaluable.items())
    yield from table(("Reason", "SDTM term"), terms)
