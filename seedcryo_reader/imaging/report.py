"""The `series` report: stacks as plain values for JSON, and as lines of text. Its form is documented in the manual."""

import posixpath
from collections import Counter
from collections.abc import Sequence
from typing import Any

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging import geometry
from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.loading import Loaded
from seedcryo_reader.imaging.stacks import Stack
from seedcryo_reader.imaging.survey import OtherSeries, Survey
from seedcryo_reader.imaging.volume import stack_geometry

Json = dict[str, Any]


def stack_report(stack: Stack, loaded: Loaded, repeats: Sequence[Finding]) -> Json:
    """One stack as plain values; lengths in mm, absent values None."""
    file, frame = stack.first.file, stack.first.frame
    volume = loaded.volume
    place = volume.geometry if volume is not None else stack_geometry(stack)
    spacing = frame.spacing or (None, None)
    statistics = volume.statistics if volume is not None else None
    return {
        "modality": file.modality,
        "sop_class": file.sop_class,
        "transfer_syntax": _one_or_many([one.file.pixels.syntax for one in stack.slices]),
        "frames": len(stack.slices),
        "rows": file.pixels.rows,
        "columns": file.pixels.columns,
        "spacing_mm": list(place.spacing_mm) if place is not None else [*spacing, None],
        "slice_thickness_mm": frame.thickness,
        "affine": place.affine.tolist() if place is not None else None,
        "orientation": _orientation(stack),
        "dtype": str(volume.array.dtype) if volume is not None else None,
        "unit": volume.unit if volume is not None else None,
        "minimum": statistics.minimum if statistics is not None else None,
        "maximum": statistics.maximum if statistics is not None else None,
        "mean": statistics.mean if statistics is not None else None,
        "measurable": loaded.measurable,
        "findings": [one.plain() for one in (*_concerning(stack, repeats), *loaded.findings)],
        "series_uid": file.series,
        "slices": [
            {"file": one.name, "frame": one.frame.number, "sop_instance": one.file.sop_instance} for one in stack.slices
        ],
    }


def _concerning(stack: Stack, repeats: Sequence[Finding]) -> list[Finding]:
    """Findings of the series about this stack: copies that were left out, and conflicts among its own files."""
    names = {one.name for one in stack.slices}
    return [one for one in repeats if one.code == "duplicate-instance" or names & set(one.files)]


def other_report(other: OtherSeries) -> Json:
    """A series of objects that are not images, in the same form."""
    kind = syntaxes.object_kind(other.sop_class)
    text = f"Not a CT or MR image but a {kind} ({other.sop_class or 'no SOP Class'}); it is not read."
    empty = dict.fromkeys(
        (
            "rows",
            "columns",
            "slice_thickness_mm",
            "affine",
            "orientation",
            "dtype",
            "unit",
            "minimum",
            "maximum",
            "mean",
        )
    )
    return {
        "modality": other.modality,
        "sop_class": other.sop_class,
        "transfer_syntax": other.syntax,
        "frames": 0,
        **empty,
        "spacing_mm": [None, None, None],
        "measurable": "no",
        "findings": [Finding("unsupported-object", text, other.files).plain()],
        "series_uid": other.series,
        "slices": [],
    }


def whole_report(survey: Survey, stacks: Sequence[Json]) -> Json:
    """Everything a source holds, stacks first."""
    return {
        "format": 1,
        "series": [*stacks, *(other_report(one) for one in survey.others)],
        "unreadable": [one.plain() for one in survey.unreadable],
        "ignored": [{"file": name, "reason": reason} for name, reason in survey.ignored],
    }


def is_well(report: Json) -> bool:
    """Whether every file could be read, every stack is safe to measure in 3d, and all that was to be saved is."""
    stacks = report["series"]
    unsaved = any(finding["code"] == "not-saved" for one in stacks for finding in one["findings"])
    return not report["unreadable"] and not unsaved and all(one["measurable"] == "3d" for one in stacks)


def _orientation(stack: Stack) -> str | None:
    orientation = stack.first.frame.orientation
    if orientation is None:
        return None
    try:
        return geometry.plane_name(orientation)
    except ValueError:
        return None


def _one_or_many(values: Sequence[str]) -> str:
    return "\\".join(dict.fromkeys(values))


def text_lines(report: Json) -> list[str]:
    """The report for a person: a block per stack, then what could not be read."""
    lines = []
    for number, one in enumerate(report["series"], 1):
        lines += [title(number, one) + _place(one), *_details(one), *_finding_lines(one["findings"]), ""]
    if report["unreadable"]:
        lines += ["Could not be read:", *_finding_lines(report["unreadable"]), ""]
    for reason, count in Counter(one["reason"] for one in report["ignored"]).items():
        lines.append(f"Passed over: {count} × {reason}.")
    if not report["series"] and not report["unreadable"]:
        lines.append("No DICOM files were found.")
    return lines


def title(number: int, one: Json) -> str:
    """First line of a stack's block: what it is and whether it can be measured."""
    size = f"{one['frames']} × {one['rows']} × {one['columns']}" if one["frames"] else "no image"
    what = " ".join(word for word in (one["modality"] or "?", one["orientation"], size) if word)
    return f"{number}. {what} · measurable: {one['measurable']}"


def _place(one: Json) -> str:
    """The folder that holds all files of a stack, or its only file. Not for pictures: folders bear names."""
    names = [entry["file"] for entry in one["slices"]] or [name for each in one["findings"] for name in each["files"]]
    if not names or len({*map(posixpath.isabs, names)}) > 1:
        return ""
    place = posixpath.commonpath(names)
    return f" · {place}" if place else ""


def _details(one: Json) -> list[str]:
    if not one["frames"]:
        return []
    spacing = " × ".join("?" if value is None else f"{value:.4g}" for value in one["spacing_mm"])
    thickness = "?" if one["slice_thickness_mm"] is None else f"{one['slice_thickness_mm']:g}"
    lines = [f"   spacing {spacing} mm (row × column × slice), thickness {thickness} mm"]
    if one["dtype"] is not None:
        unit = one["unit"] if one["unit"] == "HU" else "(arbitrary unit)"
        lines.append(
            f"   values {one['minimum']:g} to {one['maximum']:g}, mean {one['mean']:.4g} {unit}, {one['dtype']}"
        )
    return lines


def _finding_lines(findings: Sequence[Json]) -> list[str]:
    lines = []
    for one in findings:
        files = one["files"]
        shown = ", ".join(files[:3]) + (f" and {len(files) - 3} more" if len(files) > 3 else "")
        lines.append(f"   ! {one['code']}: {one['text']}" + (f" [{shown}]" if shown else ""))
    return lines
