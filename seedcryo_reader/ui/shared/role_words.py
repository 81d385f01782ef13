"""What roles are called on the screen."""

from PySide6.QtCore import QCoreApplication

from seedcryo_reader.domain.role import Role


def role_word(role: Role) -> str:
    """A role as a person reads it."""
    translate = QCoreApplication.translate
    return {
        Role.READER: translate("Role", "reader"),
        Role.ADJUDICATOR: translate("Role", "adjudicator"),
        Role.INTAKE: translate("Role", "intake"),
        Role.COORDINATOR: translate("Role", "coordinator"),
    }[role]
