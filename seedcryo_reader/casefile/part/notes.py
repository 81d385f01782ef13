"""What is worth knowing about a timepoint before it is sealed, and does not keep it from being sealed."""

from collections.abc import Iterator, Sequence

from seedcryo_reader.casefile.part.source import SourceSeries
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.checks import check


def notes_on(series: Sequence[SourceSeries]) -> list[Finding]:
    """Geometry in which a reader cannot measure across slices, and images of several studies."""
    studies = {one.file.study for each in series for stack in each.stacks for one in stack.slices}
    found = []
    if len(studies) > 1:
        text = f"The timepoint holds images of {len(studies)} studies. Check that they are of one visit of one patient."
        found.append(Finding("several-studies", text))
    return [*found, *(note for one in series for note in _geometry(one))]


def _geometry(series: SourceSeries) -> Iterator[Finding]:
    if series.label.endswith("localizer"):
        return
    for stack in series.stacks:
        findings, measurable = check(stack)
        if measurable != "3d":
            for finding in findings:
                yield Finding(finding.code, f"{series.label}: {finding.text}")
