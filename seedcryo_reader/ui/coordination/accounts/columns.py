"""The columns of the accounts."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from seedcryo_reader.ui.coordination.lines import Column
from seedcryo_reader.ui.coordination.shown.people import AccountLine, TrainingLine
from seedcryo_reader.ui.coordination.today import is_trained
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.role_words import role_word
from seedcryo_reader.ui.shared.theme import COLOURS


def account_columns(day: Callable[[], str]) -> tuple[Column[AccountLine], ...]:
    """Account, person, role, station, fingerprint, training and keys; `day` gives the UTC day it is."""
    translate = QCoreApplication.translate
    return (
        Column(translate("Coordination", "Account"), lambda one: one.account, 112, _faded),
        Column(translate("Coordination", "Printed name"), lambda one: one.printed_name, 0, _faded),
        Column(translate("Coordination", "Role"), lambda one: role_word(one.role), 98, _faded),
        Column(translate("Coordination", "Station"), lambda one: one.station, 164, _faded),
        Column(translate("Coordination", "Fingerprint"), lambda one: one.fingerprint, 262, _faded),
        Column(
            translate("Coordination", "Training"),
            lambda one: _training(one, day()),
            84,
            lambda one: _training_colour(one, day()),
        ),
        Column(translate("Coordination", "Keys"), _standing, 186, _standing_colour),
    )


def training_columns(day: Callable[[], str]) -> tuple[Column[TrainingLine], ...]:
    """Protocol, how it ended, when, how long it holds; `day` gives the UTC day it is."""
    translate = QCoreApplication.translate

    def standing(one: TrainingLine) -> str:
        if not one.passed:
            return translate("Coordination", "failed")
        holds, expired = translate("Coordination", "holds to %1"), translate("Coordination", "expired on %1")
        return filled(holds if one.holds(day()) else expired, one.valid_until)

    return (
        Column(translate("Coordination", "Protocol"), lambda one: one.protocol_id, 160),
        Column(translate("Coordination", "Version (SHA-256)"), lambda one: one.protocol_sha256[:16], 160),
        Column(translate("Coordination", "Taken on"), lambda one: one.taken_on, 120),
        Column(
            translate("Coordination", "Standing"),
            standing,
            0,
            lambda one: COLOURS.good if one.holds(day()) else COLOURS.danger,
        ),
    )


def _training(account: AccountLine, day: str) -> str:
    translate = QCoreApplication.translate
    if not account.is_trained_role:
        return "–"
    if is_trained(account, day):
        return translate("Coordination", "✓ holds")
    return translate("Coordination", "! expired") if account.trainings else translate("Coordination", "! none")


def _training_colour(account: AccountLine, day: str) -> str | None:
    if account.revoked_on is not None or not account.is_trained_role:
        return COLOURS.muted
    return COLOURS.good if is_trained(account, day) else COLOURS.warning


def _faded(account: AccountLine) -> str | None:
    return COLOURS.muted if account.revoked_on is not None else None


def _standing(account: AccountLine) -> str:
    translate = QCoreApplication.translate
    if account.revoked_on is None:
        return translate("Coordination", "accepted")
    return filled(translate("Coordination", "revoked %1"), account.revoked_on)


def _standing_colour(account: AccountLine) -> str | None:
    return COLOURS.good if account.revoked_on is None else COLOURS.danger
