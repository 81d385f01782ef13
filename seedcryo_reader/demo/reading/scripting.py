"""A script of a phantom case for a reader of a manner: acts in order, with the calls that the protocol's rules give."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from seedcryo_reader.criteria.course import Course, Lesion, NewLesionSaid, Said, State, Timepoint
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.demo.reading.looking import SPOILT, Case, Found, Looked
from seedcryo_reader.demo.reading.manner import Manner, Noted
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NonTargetStatus
from seedcryo_reader.domain.read import BASELINE
from seedcryo_reader.reading.script import FORMAT

Act = dict[str, Any]

_SEEN_SO: Final = "as the images show"
_ANSWERS: Final = {"arm": "I do not know", "traces": "a zone without enhancement"}
_NO_TISSUE: Final = {"tissue": "none", "contiguous": "none"}
_NOT_ASSESSABLE: Final = "not assessable"


def script_for(truth: Mapping[str, Any], manner: Manner, protocol: Protocol) -> dict[str, Any]:
    """The script of a whole read, as `reading.script.read_script` takes it.

    The reader measures and sees as the truth has it, as far as the manner does not deviate, and calls what the
    protocol's rules conclude from that: a rule-abiding reader, whose calls never differ from the computed ones.

    Parameters
    ----------
    truth : mapping
        An entry of ``cases`` in ``truth.json``.
    manner : Manner
    protocol : Protocol
        Whose questions are those of ``seed-cryo``.
    """
    case = Case(truth, manner)
    written = _Written(case, manner, protocol)
    for name in case.timepoints:
        written.read(name)
    acts = [*written.acts, {"act": "open"}, *_questionnaire(protocol), {"act": "sign"}]
    return {"format": FORMAT, "case": case.number, "acts": acts}


def _questionnaire(protocol: Protocol) -> Iterator[Act]:
    asked = protocol.questionnaire
    if asked.asked:
        answers = {one.id: _ANSWERS.get(one.id, one.answers[-1]) for one in asked.questions}
        yield {"act": "questionnaire", "answers": answers, "confidence": asked.confidence[0]}


@dataclass
class _Written:
    """The acts up to some timepoint, and what was said by them."""

    case: Case
    manner: Manner
    protocol: Protocol
    acts: list[Act] = field(default_factory=list)
    said: list[Timepoint] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    """New lesions: id in the truth → id at the station."""

    def read(self, name: str) -> None:
        """Everything from opening a timepoint to its lock."""
        self.acts.append({"act": "open"})
        noted = (one for one in self.manner.in_case(self.case.number, Noted) if one.timepoint == name)
        self.acts += [{**one.act, "timepoint": name} for one in noted]
        if self.case.is_spoilt(name):
            self.said.append(Timepoint(name, len(self.said), not_evaluable=SPOILT))
            self.acts.append({"act": "timepoint-not-evaluable", "reason": SPOILT})
        else:
            self._assess(name)
        self.acts.append({"act": "lock", "reason": _SEEN_SO})

    def _assess(self, name: str) -> None:
        looked = self.case.look(name)
        self.acts += _assessments(looked)
        now = Timepoint(name, len(self.said), looked.said)
        if name == BASELINE:
            self._begin()
            self.said.append(now)
            return
        now = replace(now, findings=self._findings(name, looked))
        if not self._has_progressed():
            now = self._other_disease(now)
        self._conclude(now)

    def _begin(self) -> None:
        in_sum = self.case.in_sum(self.protocol.sets.recist.max_per_organ)
        if in_sum != self.case.targets:
            self.acts.append({"act": "recist-set", "lesions": [one.lesion for one in in_sum]})
        self.acts += [_record(one.truth_id, one) for one in self.case.non_targets(BASELINE)]

    def _has_progressed(self) -> bool:
        return any(one.calls.get(OVERALL) == "PD" for one in self.said)

    # --- findings ---

    def _findings(self, name: str, looked: Looked) -> dict[tuple[str, str], str]:
        """Answers to the questions that are asked; a target that merged into another is asked about there."""
        found: dict[tuple[str, str], str] = {}
        for target in self.case.targets:
            said = looked.said[target.lesion]
            if said.state is State.MERGED:
                continue
            answers = self._answers(name, target, said)
            for question in self._asked(answers):
                found[target.lesion, question] = answers[question]
                act = {"act": "finding", "lesion": target.lesion, "question": question, "answer": answers[question]}
                reason = {"reason": looked.reasons[target.lesion]} if answers[question] == _NOT_ASSESSABLE else {}
                self.acts.append({**act, **reason})
        return found

    def _answers(self, name: str, target: Lesion, said: Said) -> dict[str, str]:
        if said.state is State.NOT_EVALUABLE:
            return dict.fromkeys(_NO_TISSUE, _NOT_ASSESSABLE)
        if not self.case.has_tissue(name, target.lesion):
            return _NO_TISSUE
        reference = f"TP{self.protocol.reference.timepoint}"
        change = self.case.change_of_tissue(name, target.lesion, reference)
        return {"tissue": "present", "enhancement": "yes", "tissue-change": change, "contiguous": "none"}

    def _asked(self, answers: Mapping[str, str]) -> Iterator[str]:
        is_after = len(self.said) > self.protocol.reference.timepoint
        for question in self.protocol.questions:
            needed = question.asked_if
            follows = needed is None or answers.get(needed.question) in needed.answers
            if follows and (is_after or question.asked == "follow-ups"):
                yield question.id

    # --- other disease ---

    def _other_disease(self, now: Timepoint) -> Timepoint:
        statuses = {one.truth_id: NonTargetStatus(one.status) for one in self.case.non_targets(now.name)}
        for lesion, status in statuses.items():
            self.acts.append({"act": "non-target", "lesion": lesion, "status": status.value})
        seen = self.case.new_lesions(now.name)
        new = [one for one in seen if one.truth_id not in self.known]
        for one in new:
            self.known[one.truth_id] = f"NL{len(self.known) + 1:02}"
            self.acts.append(_record(self.known[one.truth_id], one))
        certain = {self.known[one.truth_id]: NewLesionSaid(Certainty(one.status), node=one.node) for one in seen}
        for lesion, taken in certain.items():
            self.acts.append({"act": "new-lesion", "lesion": lesion, "certainty": taken.certainty.value})
        if not new:
            self.acts.append({"act": "new-lesions", "answer": NewLesions.NONE.value})
        found = tuple(self.known[one.truth_id] for one in new)
        none = None if new else NewLesions.NONE
        return replace(now, non_targets=statuses, new_lesions=certain, found=found, any_new_lesion=none)

    # --- calls ---

    def _conclude(self, now: Timepoint) -> None:
        course = Course(
            self.case.targets,
            (),
            self.case.in_sum(self.protocol.sets.recist.max_per_organ),
            tuple(Lesion(one.truth_id, one.node) for one in self.case.non_targets(BASELINE)),
            (*self.said, now),
        )
        *_, last = evaluations(course, self.protocol)
        calls = {about: str(last.value(about)) for about in (*(one.lesion for one in self.case.targets), OVERALL)}
        self.acts += [{"act": "call", "about": about, "value": value} for about, value in calls.items()]
        self.acts.append({"act": "reveal"})
        self.said.append(replace(now, calls=calls))


def _assessments(looked: Looked) -> Iterator[Act]:
    for lesion, said in looked.said.items():
        match said.state:
            case State.MEASURED:
                drawn = looked.drawn[lesion]
                yield {"act": "measure", "lesion": lesion, "long_mm": drawn.long, "short_mm": drawn.short}
            case State.ABSENT:
                yield {"act": "absent", "lesion": lesion}
            case State.TOO_SMALL:
                yield {"act": "too-small", "lesion": lesion}
            case State.NOT_EVALUABLE:
                yield {"act": "not-evaluable", "lesion": lesion, "reason": looked.reasons[lesion]}
            case State.MERGED:
                yield {"act": "merged", "lesion": lesion, "into": said.into}
            case State.SPLIT:
                yield {"act": "split", "lesion": lesion, "pieces": len(said.pieces)}


def _record(lesion: str, found: Found) -> Act:
    return {
        "act": "record",
        "lesion": lesion,
        "organ": found.organ,
        "place": found.place,
        "point_mm": found.point,
    }
