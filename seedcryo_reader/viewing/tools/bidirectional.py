"""The caliper of two axes: the long one first, then the short one at a right angle across it."""

from seedcryo_reader.imaging.geometry import Vector
from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.tools.cross import Cross
from seedcryo_reader.viewing.tools.plane import least_mm, onto
from seedcryo_reader.viewing.tools.stroke import Stroke
from seedcryo_reader.viewing.tools.tool import Pointer
from seedcryo_reader.viewing.view import Orientation, PointMm, Shown


class Bidirectional:
    """Long axis by a drag or two clicks, short axis by another drag or two more clicks.

    The short axis is offered at the middle of the long one, no longer than that, and follows the pointer; its first
    end is put by a press, the second follows on the other side. It stays at a right angle and always crosses the long
    axis. With Shift it slides along the long axis while its second end is drawn. Whichever axis ends up longer is the
    long one.
    """

    def __init__(self, shown: Shown, orientation: Orientation, begun: Drawn | None = None) -> None:
        """Take up the draft of an earlier tool: its long axis, or as much as there was of it."""
        self._shown = shown
        self._orientation = orientation
        self._stroke = Stroke()
        self._long: tuple[PointMm, PointMm] | None = None
        self._short: _Short | None = None
        if begun is not None and len(begun.points_mm) == 4:
            self._long = begun.points_mm[0], begun.points_mm[1]
        elif begun is not None and len(begun.points_mm) == 2:
            self._stroke = Stroke((begun.points_mm[0], begun.points_mm[1]))

    @property
    def draft(self) -> Drawn | None:
        """The long axis, and as soon as that is there the short one as it is offered or drawn."""
        points: tuple[PointMm, ...] | None = self._stroke.points if self._long is None else self._long
        if self._short is not None:
            points = self._short.cross.points_mm
        return None if points is None else self._drawn(points)

    @property
    def held_mm(self) -> PointMm | None:
        """The end that follows the pointer."""
        if self._long is None:
            points = self._stroke.points
            return None if points is None else points[1]
        return None if self._short is None else self._short.held_mm

    def press(self, at: Pointer) -> None:
        """First end of the axis that comes next, or its second where ends are clicked."""
        if self._long is None:
            self._stroke.press(at)
        else:
            self._follow(self._long, at).press(at)

    def move(self, at: Pointer) -> None:
        """The axis in hand follows."""
        if self._long is None:
            self._stroke.move(at)
        else:
            self._follow(self._long, at).move(at)

    def release(self, at: Pointer) -> Drawn | None:
        """The long axis is there, or the whole caliper."""
        if self._long is None:
            if self._stroke.release(at):
                self._begin_short(at.frame)
            return None
        if self._short is None or not self._short.release(at):
            return None
        cross = self._short.cross
        if cross.high_mm - cross.low_mm < least_mm(at.frame):
            self._short = _Short(cross.start, cross.end, at.frame)
            return None
        return self._finish(cross.points_mm)

    def close(self) -> Drawn | None:
        """Finish with the long axis alone, or with the short one too where its first end was put."""
        if self._long is None:
            return None
        begun = self._short is not None and self._short.is_line
        return self._finish(self._short.cross.points_mm if begun and self._short else self._long)

    def cancel(self) -> bool:
        """Drop the first end of the short axis, else everything."""
        if self._short is not None and self._short.is_begun and self._long is not None:
            self._short = _Short(*self._long, self._short.frame)
            return True
        was_begun = self._long is not None or self._stroke.points is not None
        self._forget()
        return was_begun

    def _begin_short(self, frame: Frame) -> None:
        if self._stroke.is_line:
            self._long = self._stroke.points
        stroke, self._stroke = self._stroke, Stroke()
        if self._long is not None:
            self._short = _Short(*self._long, stroke.frame or frame)

    def _follow(self, long: tuple[PointMm, PointMm], at: Pointer) -> "_Short":
        if self._short is None:
            self._short = _Short(*long, at.frame)
        return self._short

    def _finish(self, points: tuple[PointMm, ...]) -> Drawn:
        self._forget()
        return self._drawn(points)

    def _forget(self) -> None:
        self._stroke, self._long, self._short = Stroke(), None, None

    def _drawn(self, points: tuple[PointMm, ...]) -> Drawn:
        return Drawn(Kind.BIDIRECTIONAL, self._shown, self._orientation, points)


class _Short:
    """The short axis while it is offered and drawn."""

    def __init__(self, start: PointMm, end: PointMm, frame: Frame) -> None:
        self.frame = frame
        self.cross = Cross.offered(start, end, self._normal)
        self._stroke = Stroke()
        self._first: tuple[float, float] | None = None

    @property
    def _normal(self) -> Vector:
        return self.frame.normal

    @property
    def is_begun(self) -> bool:
        return self._first is not None

    @property
    def is_line(self) -> bool:
        return self.is_begun and self.cross.high_mm - self.cross.low_mm >= least_mm(self.frame)

    @property
    def held_mm(self) -> PointMm | None:
        """The pointer's own end, brought onto the short axis."""
        points = self._stroke.points
        if points is None:
            return None
        _, across = self.cross.place(points[1])
        return self.cross.beside(across)

    def press(self, at: Pointer) -> None:
        self._stroke.press(self._on_plane(at))
        if self._first is None:
            along, across = self.cross.place(at.point_mm)
            self._first = self.cross.within(along), across
        self.move(at)

    def move(self, at: Pointer) -> None:
        here = self._on_plane(at)
        self._stroke.move(here)
        along, across = self.cross.place(here.point_mm)
        if self._first is not None:
            place = along if at.free else self._first[0]
            self.cross = self.cross.spanning(place, self._first[1], across)
        elif abs(across) >= least_mm(at.frame):
            half = min(abs(across), self.cross.length_mm / 2)
            self.cross = self.cross.spanning(along, -half, half)

    def release(self, at: Pointer) -> bool:
        here = self._on_plane(at)
        finished = self._stroke.release(here)
        if self._first is not None:
            self.move(here)
        return finished

    def _on_plane(self, at: Pointer) -> Pointer:
        return Pointer(onto(at.point_mm, self.cross.start, self._normal), at.frame, at.free)
