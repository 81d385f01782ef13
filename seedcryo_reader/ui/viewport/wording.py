"""The words of a viewport: what the values round an image are called on the screen."""

from PySide6.QtCore import QCoreApplication

from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.viewing import captions, moving
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.picture import Refusal
from seedcryo_reader.viewing.presets import Preset
from seedcryo_reader.viewing.view import Orientation, SlabMode, View


def tr(text: str) -> str:
    """A text of the viewport in the language of the screen."""
    return QCoreApplication.translate("Viewport", text)


def refusal_text(why: Refusal) -> str:
    """Why a view is not shown."""
    return {
        Refusal.NO_GEOMETRY: tr("These images have no calibrated position: they cannot be cut another way."),
        Refusal.IN_PLANE_ONLY: tr("The distances between these slices are not safe: they cannot be cut another way."),
        Refusal.NO_MAXIMUM: tr("The protocol does not allow maximum projections: they would show the seeds."),
    }[why]


def preset_name(preset: Preset) -> str:
    """What a window preset is called."""
    return {
        Preset.SOFT_TISSUE: tr("Soft tissue"),
        Preset.LIVER: tr("Liver"),
        Preset.LUNG: tr("Lung"),
        Preset.BONE: tr("Bone"),
        Preset.BRAIN: tr("Brain"),
        Preset.FULL: tr("Full range"),
        Preset.USUAL: tr("Usual range"),
        Preset.NARROW: tr("Narrow range"),
        Preset.BRIGHT: tr("Bright range"),
        Preset.DARK: tr("Dark range"),
    }[preset]


def orientation_name(orientation: Orientation) -> str:
    """What a way of cutting is called."""
    return {
        Orientation.ACQUIRED: tr("As acquired"),
        Orientation.AXIAL: tr("Axial reformat"),
        Orientation.CORONAL: tr("Coronal reformat"),
        Orientation.SAGITTAL: tr("Sagittal reformat"),
        Orientation.OBLIQUE: tr("Oblique reformat"),
    }[orientation]


def plane_lines(view: View) -> tuple[str, ...]:
    """How the volume is cut, where it is not shown as it was acquired."""
    lines = []
    if view.orientation is not Orientation.ACQUIRED:
        lines.append(orientation_name(view.orientation))
    if view.slab_mm > 0:
        slab = tr("Mean of {0} mm") if view.slab_mode is SlabMode.MEAN else tr("Maximum of {0} mm")
        lines.append(slab.format(_short(view.slab_mm)))
    return tuple(lines)


def place_lines(volume: Volume, view: View, frame: Frame) -> tuple[str, ...]:
    """Which slice it is, and where it lies."""
    travel = moving.travel(volume, view)
    lines = [tr("{0} / {1}").format(travel.at + 1, travel.count)]
    if volume.geometry is not None:
        place = captions.position(frame)
        lines.append(tr("{0} {1} mm").format(place.letter, f"{place.mm:.1f}"))
    return tuple(lines)


def window_lines(volume: Volume, view: View, device_ratio: float) -> tuple[str, ...]:
    """Enlargement and window."""
    window = view.window
    zoom = tr("Zoom {0} %").format(round(100 * moving.magnification(volume, view, device_ratio)))
    values = tr("C {0}  W {1}").format(_short(window.center), _short(window.width))
    if window.inverted != volume.inverted:
        values = tr("{0}  inverted").format(values)
    return zoom, values


def bar_text(bar: captions.Bar) -> str:
    """The length of a scale bar."""
    return tr("{0} cm").format(bar.mm // 10) if bar.mm >= 10 else tr("{0} mm").format(bar.mm)


def _short(value: float) -> str:
    """A number without digits that say nothing; a true minus sign."""
    return f"{value:.4g}".replace("-", "−") if abs(value) < 10_000 else f"{value:.0f}".replace("-", "−")
