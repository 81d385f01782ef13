"""A whole read of a phantom case as a script, made from the truth beside its images."""

from typing import Any

Json = dict[str, Any]
Act = dict[str, Any]


def phantom_script(truth: Json) -> Json:
    """The acts of a reader who measures every target exactly as the truth says, in order, up to the signature.

    Parameters
    ----------
    truth : object
        One entry of ``cases`` in ``truth.json``.
    """
    acts: list[Act] = []
    known_new: set[str] = set()
    for one in truth["timepoints"]:
        acts.append({"act": "open"})
        acts += _targets(one)
        acts += _baseline(truth, one) if one["timepoint"] == "TP0" else _follow_up(truth, one, known_new)
        acts.append({"act": "lock", "reason": "as the phantom's truth says"})
    acts += [
        {"act": "open"},
        {
            "act": "questionnaire",
            "answers": {"arm": ["I do not know"], "traces": ["none"]},
            "confidence": "a guess",
        },
        {"act": "sign"},
    ]
    return {"format": 1, "case": truth["case"], "acts": acts}


def _targets(one: Json) -> list[Act]:
    acts: list[Act] = []
    for target in one["targets"]:
        match target["state"]:
            case "measured":
                acts.append(_measured(target["id"], target))
            case "split":
                acts.append({"act": "split", "lesion": target["id"], "pieces": len(target["parts"])})
                acts += [_measured(part["id"], part) for part in target["parts"]]
            case "merged":
                acts.append({"act": "merged", "lesion": target["id"], "into": target["into"]})
            case "absent":
                acts.append({"act": "absent", "lesion": target["id"]})
            case "too small":
                acts.append({"act": "too-small", "lesion": target["id"]})
            case "not evaluable":
                acts.append({"act": "not-evaluable", "lesion": target["id"], "reason": "poor scan quality"})
    return acts


def _measured(lesion: str, truth: Json) -> Act:
    whole = truth["whole"]
    return {
        "act": "measure",
        "lesion": lesion,
        "long_mm": whole["long_axis_ends_lps_mm"],
        "short_mm": whole["short_axis_ends_lps_mm"],
    }


def _baseline(truth: Json, one: Json) -> list[Act]:
    places = {about["id"]: about for about in truth["non_targets"]}
    acts = [
        {
            "act": "record",
            "lesion": _renamed(lesion["id"], "NT"),
            "organ": places[lesion["id"]]["organ"],
            "place": places[lesion["id"]]["place"],
            "point_mm": lesion["centre_lps_mm"],
        }
        for lesion in one["non_targets"]
    ]
    acts.append({"act": "recist-set", "lesions": _recist_set(truth)})
    return acts


def _recist_set(truth: Json) -> list[str]:
    """At most two targets per organ and five in all, in order."""
    chosen: list[str] = []
    organs: dict[str, int] = {}
    for target in truth["targets"]:
        if organs.get(target["organ"], 0) < 2 and len(chosen) < 5:
            organs[target["organ"]] = organs.get(target["organ"], 0) + 1
            chosen.append(target["id"])
    return chosen


def _follow_up(truth: Json, one: Json, known_new: set[str]) -> list[Act]:
    acts: list[Act] = []
    progressed = set(one["expected"]["local_progression"])
    acts += [
        {"act": "finding", "lesion": target["id"], "question": question, "answer": "none"}
        for target in one["targets"]
        if target["state"] != "merged"  # the one that carries it is asked
        for question in ("tissue", "contiguous")
    ]
    for lesion in one["non_targets"]:
        gone = lesion["state"] == "absent"
        status = {
            "act": "non-target",
            "lesion": _renamed(lesion["id"], "NT"),
            "status": "absent" if gone else "present",
        }
        acts.append(status)
    acts += _new_lesions(truth, one, known_new)
    for target in truth["targets"]:
        value = "LP" if target["id"] in progressed else "no LP"
        acts.append({"act": "call", "about": target["id"], "value": value, "reason": "as the phantom's truth says"})
    acts.append({"act": "call", "about": "overall", "value": "SD", "reason": "this script always says so"})
    acts.append({"act": "reveal"})
    return acts


def _new_lesions(truth: Json, one: Json, known_new: set[str]) -> list[Act]:
    places = {about["id"]: about for about in truth["new_lesions"]}
    acts: list[Act] = []
    for lesion in one["new_lesions"]:
        if lesion["certainty"] == "none":
            continue
        name = _renamed(lesion["id"], "NL")
        if name not in known_new:
            about = places[lesion["id"]]
            where = {"organ": about["organ"], "place": about["place"], "point_mm": lesion["centre_lps_mm"]}
            acts.append({"act": "record", "lesion": name, **where})
            known_new.add(name)
        acts.append({"act": "new-lesion", "lesion": name, "certainty": lesion["certainty"]})
    if not any(act["act"] == "record" for act in acts):
        acts.append({"act": "new-lesions", "answer": "none"})
    return acts


def _renamed(lesion: str, prefix: str) -> str:
    """Ids of the phantom in the form of the station: NT01 and NL01."""
    return f"{prefix}{int(''.join(sign for sign in lesion if sign.isdigit())):02}"
