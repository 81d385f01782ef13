"""The figures beside a drawing that is no measurement of the read, in words."""

from PySide6.QtCore import QObject

from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.viewing.calipers import lengths_mm
from seedcryo_reader.viewing.contour import axes_of, outline
from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.roi import ellipse_figures, probe
from seedcryo_reader.viewing.tools.soundness import why_not_measurable


class Figures(QObject):
    """Works out labels. Numbers are in mm where the images have a scale, in HU for CT only."""

    def __init__(self, acting: Acting, images: CaseImages) -> None:
        super().__init__(acting)
        self._acting = acting
        self._images = images

    def label(self, drawn: Drawn) -> tuple[str, ...]:
        """The lines beside a drawing.

        Raises
        ------
        Refused
            It has no figures: a contour that crosses itself, say.
        """
        volume = self._images.volume(drawn.shown)
        if volume is None:
            return ()
        if drawn.kind is Kind.ELLIPSE:
            return self._ellipse(drawn, volume)
        if drawn.kind is Kind.PROBE:
            return self._probe(drawn, volume)
        if drawn.kind is Kind.POINT:
            return ()
        why = why_not_measurable(volume, drawn.orientation)
        if why is not None:
            return (self.tr("not measurable: {0}").format(why.text),)
        return self._contour(drawn) if drawn.kind is Kind.CONTOUR else (self._lengths(drawn),)

    def _lengths(self, drawn: Drawn) -> str:
        lengths = lengths_mm(drawn, self._acting.reading.protocol.lengths.places)
        return self.tr("{0} mm").format(" × ".join(map(str, lengths)))

    def _contour(self, drawn: Drawn) -> tuple[str, ...]:
        area = outline(drawn.points_mm).area_mm2
        return (self.tr("area {0} mm²").format(f"{area:.0f}"), self._lengths(axes_of(drawn)))

    def _ellipse(self, drawn: Drawn, volume: Volume) -> tuple[str, ...]:
        found = ellipse_figures(drawn, volume)
        unit = " HU" if found.unit == "HU" else ""
        lines = []
        if found.mean is not None:
            spread = "" if found.sd is None else f" ± {found.sd:.1f}"
            lines.append(self.tr("mean {0}{1}").format(f"{found.mean:.1f}{spread}", unit))
            lines.append(self.tr("{0} to {1}{2}").format(f"{found.minimum:g}", f"{found.maximum:g}", unit))
        else:
            lines.append(self.tr("no values here"))
        if found.area_mm2 is not None:
            lines.append(self.tr("area {0} mm²").format(f"{found.area_mm2:.0f}"))
        return tuple(lines)

    def _probe(self, drawn: Drawn, volume: Volume) -> tuple[str, ...]:
        found = probe(drawn.points_mm[0], volume, drawn.orientation)
        if found.value is None:
            return (self.tr("no value here"),)
        unit = " HU" if found.unit == "HU" else ""
        x, y, z = found.point_mm
        return (f"{found.value:g}{unit}", self.tr("L {0}  P {1}  H {2} mm").format(f"{x:.1f}", f"{y:.1f}", f"{z:.1f}"))
