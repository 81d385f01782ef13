"""The study: invented patients, told as tables. Sizes are long × short axis in mm, one look per timepoint.

Sums of diameters stay at least 1 mm away from every RECIST threshold, so that the expected response
does not hang on a fraction of a pixel.
"""

from seedcryo_reader.demo.phantom.cases.courses import COURSES, PARTIAL, PROGRESS, STABLE
from seedcryo_reader.demo.phantom.cases.double_reads import DOUBLE_READS
from seedcryo_reader.demo.phantom.cases.series import ARTERIAL, PORTAL, T1, T2
from seedcryo_reader.demo.phantom.story import Case

__all__ = ["ARTERIAL", "PARTIAL", "PORTAL", "PROGRESS", "STABLE", "STUDY", "T1", "T2"]

STUDY: tuple[Case, ...] = (*COURSES, *DOUBLE_READS)
