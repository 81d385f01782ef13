"""What stands over a note of the charter, in words."""

from PySide6.QtCore import QCoreApplication

from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.reading.notes import field_of


def note_title(protocol: Protocol, topic: str) -> str:
    """The heading of the note about a topic, as `note_for` finds it."""
    question = protocol.question(topic)
    if question is not None:
        return question.text
    titles = {
        "measuring": QCoreApplication.translate("Notes", "Measuring"),
        "viable": QCoreApplication.translate("Notes", "The viable part"),
        "absent": QCoreApplication.translate("Notes", "Absent"),
        "too_small": QCoreApplication.translate("Notes", "Too small to measure"),
        "not_evaluable": QCoreApplication.translate("Notes", "Not evaluable"),
        "merged": QCoreApplication.translate("Notes", "Merged lesions"),
        "split": QCoreApplication.translate("Notes", "A lesion in pieces"),
        "recist_set": QCoreApplication.translate("Notes", "Sum of diameters"),
        "non_target": QCoreApplication.translate("Notes", "Non-target disease"),
        "new_lesions": QCoreApplication.translate("Notes", "New lesions"),
        "timepoint": QCoreApplication.translate("Notes", "Whole timepoint"),
        "local_progression": QCoreApplication.translate("Notes", "Local progression"),
        "overall": QCoreApplication.translate("Notes", "Overall response"),
    }
    return titles.get(field_of(topic), topic)
