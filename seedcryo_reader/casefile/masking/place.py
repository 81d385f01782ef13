"""Where an image stands in its case, apart from `image` so that saying it loads no DICOM library."""

import msgspec


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Our own numbers and names, none of them the source's.

    `timepoint` is the neutral label, such as TP0. Frames that make one volume share an `acquisition_number`; by it
    volumes of one series are told apart once times and sequence names are gone.
    """

    case_number: str
    timepoint: str
    series_number: int
    instance_number: int
    acquisition_number: int
