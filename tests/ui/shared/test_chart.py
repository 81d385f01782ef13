from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage

from seedcryo_reader.ui.shared.chart import Chart, chart_of
from seedcryo_reader.ui.shared.picture import Axis, Bar, Bars, Course, Dot, Estimate, Forest, Level, Scatter
from seedcryo_reader.ui.shared.theme import COLOURS

X = Axis("mean, mm", 0, 100, ((0, "0"), (50, "50"), (100, "100")))
Y = Axis("difference, mm", -10, 10, ((-10, "−10"), (0, "0"), (10, "10")))
DOTS = (Dot(0, -10, "the lowest"), Dot(100, 10, "the highest"), Dot(50, 0, "the middle", is_loud=True))
LEVELS = (Level(0.5, "bias"), Level(0.6, "close above"), Level(-6, "limit", is_dashed=True, low=-7, high=-5))
SCATTER = Scatter(X, Y, DOTS, LEVELS)
COURSE = Course(Axis("month", -0.5, 2.5, ((0, "Jan"),)), X, tuple(Dot(k, 40 + k, f"{k}") for k in range(3)),
                Level(41, "mean"), ((20, 60), None, (25, 55)))  # fmt: skip
BARS = Bars((Bar("new lesion", 20, "20"), Bar("non-target", 5, "5")), 20)
FOREST = Forest(
    Axis("kappa", 0, 1, ((0, "0"), (1, "1"))),
    (Estimate("local", "0.7 (0.5 to 0.9)", 0.7, 0.5, 0.9), Estimate("overall", "too few: 3 cases", None)),
)


@pytest.fixture
def shown(qtbot):
    def show(picture) -> Chart:
        chart = chart_of(picture)
        qtbot.addWidget(chart)
        chart.resize(600, chart.sizeHint().height())
        return chart

    return show


def painted(chart: Chart) -> QImage:
    image = QImage(chart.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(COLOURS.surface))
    chart.render(image)
    return image


def has(image: QImage, place: QPointF, colour: str) -> bool:
    """Whether a colour stands at a place."""
    return QColor(image.pixel(place.toPoint())).name() == colour


@pytest.mark.parametrize("picture", [SCATTER, COURSE, BARS, FOREST])
def test_everything_is_painted_within_the_widget_and_said_in_words(shown, picture) -> None:
    chart = shown(picture)
    inside = chart.rect()
    assert all(inside.contains(place.toPoint()) for place, _words in chart.spots())
    assert all(words in chart.accessibleDescription() for _place, words in chart.spots())
    image = painted(chart)
    assert image != painted(shown(type(picture)(*empty(picture))))


def empty(picture):
    """The same without what it shows."""
    match picture:
        case Scatter():
            return X, Y, ()
        case Course():
            return picture.x, picture.y, (), None, ()
        case Bars():
            return (), 1
        case _:
            return picture.x, ()


def test_places_are_proportional_and_up_is_more(shown) -> None:
    low, high, middle = (place for place, _words in shown(SCATTER).spots())
    assert low.x() < middle.x() < high.x()
    assert high.y() < middle.y() < low.y()
    assert middle.x() == pytest.approx((low.x() + high.x()) / 2)
    assert middle.y() == pytest.approx((low.y() + high.y()) / 2)


def test_what_is_out_of_the_ordinary_has_another_colour_and_another_shape(shown) -> None:
    chart = shown(SCATTER)
    low, _high, loud = (place for place, _words in chart.spots())
    image = painted(chart)
    assert has(image, loud, COLOURS.danger)
    assert has(image, low, COLOURS.side_a)
    corner = QPointF(3, 2)
    assert has(image, loud + corner, COLOURS.danger)
    assert not has(image, low + corner, COLOURS.side_a)


def test_the_words_of_what_is_near_the_pointer_are_said(shown) -> None:
    chart = shown(SCATTER)
    (place, words), *_ = chart.spots()
    assert chart.words_at(place + QPointF(3, -3)) == words
    assert chart.words_at(place + QPointF(60, -60)) == ""


def test_a_bar_is_as_long_as_its_share(shown) -> None:
    chart = shown(BARS)
    assert chart.bar(0).width() == pytest.approx(4 * chart.bar(1).width())
    assert has(painted(chart), chart.bar(1).center(), COLOURS.side_a)


def test_an_estimate_without_a_value_has_no_mark_but_its_words(shown) -> None:
    chart = shown(FOREST)
    assert len(chart.spots()) == 1
    assert "overall: too few: 3 cases" in chart.accessibleDescription()
    assert chart.place(1, 0).x() > chart.place(0.7, 0).x() > chart.place(0, 0).x()


def test_what_is_written_beside_an_estimate_is_not_cut_where_there_is_room(shown) -> None:
    said = "0.81, too few for an interval: 8 cases, 10 are needed, n = 14"
    rows = tuple(replace(one, words=said) for one in FOREST.rows)
    chart = shown(replace(FOREST, rows=rows))
    chart.resize(980, chart.height())
    needed = QFontMetricsF(chart.small_font()).horizontalAdvance(said)
    assert chart.words >= needed
    assert chart.place(1, 0).x() + chart.words < chart.width()
    assert shown(FOREST).words < chart.words


def test_points_are_joined_only_where_they_follow_one_another(shown) -> None:
    alone = replace(COURSE, centre=None, limits=(None, None, None), is_joined=False)

    def is_lit_between(chart: Chart) -> bool:
        """Whether anything is painted half way between the first two points."""
        (first, _), (second, _), _third = chart.spots()
        image, middle = painted(chart), (first + second) / 2
        ground = QColor(image.pixel(0, image.height() - 1)).name()
        return not all(has(image, middle + QPointF(0, k), ground) for k in (-1, 0, 1))

    assert is_lit_between(shown(replace(alone, is_joined=True)))
    assert not is_lit_between(shown(alone))


def test_a_narrow_chart_still_has_room_for_its_marks(shown) -> None:
    chart = shown(FOREST)
    chart.resize(chart.minimumSizeHint())
    assert chart.place(1, 0).x() > chart.place(0, 0).x()
    assert chart.place(1, 0).x() < chart.width()
    assert chart.focusPolicy() == Qt.FocusPolicy.NoFocus
