"""Slices are held against their hashes once each, and a changed one is told by its sentence."""

from support.shown_images import made_images

from seedcryo_reader.viewing.checking import SliceChecks


def test_each_slice_is_checked_once_and_a_changed_one_is_remembered():
    images = made_images(damaged=frozenset({3}))
    checks = SliceChecks(lambda k: images.check_slice(1, 0, k))
    assert checks.missing(range(5)) == (0, 1, 2, 3, 4)
    checks.check([2, 3])
    checks.check(range(5))
    assert sorted(k for _, _, k in images.checked) == [0, 1, 2, 3, 4]
    assert checks.missing(range(5)) == ()
    assert checks.damage([0, 1, 2]) is None
    assert checks.damage(range(5)) == "Slice 4 is not what was decoded any more."
