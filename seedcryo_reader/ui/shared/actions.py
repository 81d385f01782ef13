"""Every act at the station, in one table: menus, tooltips, the `?` sheet and the manual are made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from seedcryo_reader.ui.shared.icons import OF_ACTS, Icons


@dataclass(frozen=True, slots=True)
class Act:
    """One act.

    Attributes
    ----------
    id : str
        What the code calls it.
    name : str
        What a button or a menu calls it.
    keys : tuple of str
        As `QKeySequence` reads them; the first one is shown. Empty where it has none.
    context : str
        Where it is in force; one of `CONTEXTS`.
    help : str
        One sentence.
    """

    id: str
    name: str
    keys: tuple[str, ...]
    context: str
    help: str


CONTEXTS: Final = MappingProxyType(
    {
        "everywhere": (),
        "worklist": ("everywhere",),
        "reading": ("everywhere",),
        "image": ("everywhere", "reading"),
        "caliper": ("everywhere", "reading"),
        "intake": ("everywhere",),
        "coordination": ("everywhere",),
        "disputes": ("everywhere",),
        "dispute": ("everywhere", "image"),
        "decision": ("everywhere", "dispute"),
    }
)
"""Where acts are in force, each with the contexts that are in force at the same time.

"reading" is the whole reading room; "image" a viewport that has the focus; "caliper" such a viewport while a drawing
is chosen in it, and goes before "image".
"""

_TABLE: Final = (
    Act("keys", "Keys", ("?", "Ctrl+/"), "everywhere", "Show this sheet."),
    Act("lock-screen", "Lock the screen", ("Ctrl+L",), "everywhere", "Hide everything until the password is given."),
    Act("exchange", "Exchange with a folder…", ("Ctrl+Shift+D",), "everywhere", "Take your post, and put yours there."),
    Act("enrol", "Keys for the coordinator…", (), "everywhere", "Write the public keys that the coordinator accepts."),
    Act("sign-out", "Sign out", ("Ctrl+Shift+O",), "everywhere", "Leave the station to somebody else."),
    Act("quit", "Quit", ("Ctrl+Q",), "everywhere", "End the program; everything is saved already."),
    Act("full-screen", "Full screen", ("F11",), "everywhere", "Fill the screen, or go back to a window."),
    # the worklist
    Act("next-case", "Next case", ("Ctrl+N",), "worklist", "Open the next case that is ready."),
    Act("open-case", "Open the case", ("Return", "Enter"), "worklist", "Open the chosen case."),
    Act("receive-files", "Receive files…", ("Ctrl+O",), "worklist", "Take in sealed parts from files."),
    Act("receive-folder", "Receive a folder…", ("Ctrl+Shift+F",), "worklist", "Take in every sealed part of a folder."),
    Act("refresh", "Refresh", ("F5",), "worklist", "Look again which cases are ready."),
    Act("guide", "Reader's guide", ("F1",), "worklist", "Open the reader's guide."),
    # the reading room: moving about
    Act("leave-case", "Back to the worklist", ("Ctrl+W",), "reading", "Leave the case; it resumes where it was left."),
    Act("next-area", "Next area", ("F6",), "reading", "Go on to the images, the read panel, the timepoints."),
    Act("previous-area", "Previous area", ("Shift+F6",), "reading", "Go back to the area before."),
    Act("earlier-timepoint", "Earlier timepoint", ("[",), "reading", "Compare with the timepoint before this one."),
    Act("later-timepoint", "Later timepoint", ("]",), "reading", "Compare with the timepoint after this one."),
    Act("layout-one", "One image", ("F2",), "reading", "Show the current timepoint alone."),
    Act("layout-two", "Two images", ("F3",), "reading", "Show the prior left and the current timepoint right."),
    Act("layout-four", "Four images", ("F4",), "reading", "Show baseline, nadir, previous and current timepoint."),
    Act("filmstrip", "Lesion filmstrip", ("T",), "reading", "Show every target at every timepoint, at one scale."),
    Act("sidebar", "Timepoints and series", ("Ctrl+B",), "reading", "Hide or show them; the images get their room."),
    Act("link", "Link the images", ("X",), "reading", "Let the other images follow, or let them go."),
    Act("keep-offset", "Keep this offset", ("Shift+X",), "reading", "Link the images as they stand now."),
    Act("drop-offset", "Forget the offset", ("Ctrl+Shift+X",), "reading", "Link the images as before it was kept."),
    Act("stop-registering", "Stop registering", (), "reading", "Give up finding out how two images fit."),
    Act("register-again", "Register again", (), "reading", "Find out anew how two images fit."),
    Act("crosshair", "Crosshair", ("H",), "reading", "Show the point under the pointer in the other images."),
    Act("drawings", "Drawings", ("D",), "reading", "Hide or show what is drawn on the images."),
    # the reading room: tools
    Act("tool-bidirectional", "Long and short axis", ("B",), "reading", "Measure a long axis, then the short one."),
    Act("tool-length", "Length", ("L",), "reading", "Measure a distance."),
    Act("tool-ellipse", "Ellipse", ("E",), "reading", "Mean, spread, extremes and area inside an ellipse."),
    Act("tool-point", "Point", ("P",), "reading", "Mark a point."),
    Act("tool-probe", "Probe", ("Q",), "reading", "Value and place under the pointer."),
    Act("tool-contour", "Contour", ("C",), "reading", "Outline a lesion; its area and axes are shown."),
    Act("undo", "Undo", ("Z", "Ctrl+Z"), "reading", "Take the last act back."),
    Act("redo", "Redo", ("Y", "Ctrl+Y", "Ctrl+Shift+Z"), "reading", "Do it again."),
    # the reading room: the read
    Act("absent", "Absent", ("A",), "reading", "The lesion cannot be seen: 0 mm."),
    Act("too-small", "Too small to measure", ("M",), "reading", "Seen, but too small to measure."),
    Act("not-evaluable", "Not evaluable…", ("N",), "reading", "Cannot be assessed; a reason is asked for."),
    Act("merged", "Merged with…", ("Shift+M",), "reading", "The lesion cannot be told from another one any more."),
    Act("split", "Split into…", ("Shift+S",), "reading", "The lesion fell into pieces, which are measured each."),
    Act("remove", "Remove", ("Shift+R",), "reading", "Take away what was said of the lesion in hand."),
    Act("timepoint-not-evaluable", "Timepoint not evaluable…", (), "reading", "Nothing can be assessed here."),
    Act("new-lesion", "New lesion…", ("Shift+L",), "reading", "Record a new lesion."),
    Act("next-missing", "What is missing", ("U",), "reading", "Go to the next thing that is not assessed."),
    Act("calls", "Calls", ("F9",), "reading", "Go to your own calls."),
    Act("reveal", "Reveal", ("V",), "reading", "Show what the criteria conclude, once you have called."),
    Act("lock", "Lock the timepoint", ("K",), "reading", "Finish this timepoint; the next one opens."),
    Act("notes", "Charter notes", ("F1",), "reading", "The charter's rule for what is in hand."),
    Act("query", "Image query…", ("F5",), "reading", "Tell the centre of wrong or poor images."),
    Act("incidental", "Incidental finding…", ("F7",), "reading", "Tell the centre of a finding that cannot wait."),
    Act("erratum", "Erratum…", ("F8",), "reading", "Note an error in a locked timepoint."),
    # an image that has the focus
    Act("next-lesion", "Next lesion", ("Tab",), "image", "Go to the next lesion of the table."),
    Act("previous-lesion", "Previous lesion", ("Shift+Tab",), "image", "Go to the lesion before."),
    Act("next-view", "Next image", ("Ctrl+Tab",), "image", "Go to the next of the images shown."),
    Act("next-series", "Next series", ("G",), "image", "The next phase or sequence at the same place."),
    Act("previous-series", "Previous series", ("Shift+G",), "image", "The phase or sequence before."),
    Act("slice-up", "One slice up", ("Up",), "image", "Towards the first slice."),
    Act("slice-down", "One slice down", ("Down",), "image", "Towards the last slice."),
    Act("slices-up", "Ten slices up", ("PgUp",), "image", "Towards the first slice, ten at once."),
    Act("slices-down", "Ten slices down", ("PgDown",), "image", "Towards the last slice, ten at once."),
    Act("first-slice", "First slice", ("Home",), "image", "Go to the first slice."),
    Act("last-slice", "Last slice", ("End",), "image", "Go to the last slice."),
    Act("cine", "Play", ("J",), "image", "Play the slices, or stop."),
    Act("cine-faster", "Faster", (".",), "image", "Play faster."),
    Act("cine-slower", "Slower", (",",), "image", "Play slower."),
    Act("fit", "Fit", ("F",), "image", "Fit the image into its frame."),
    Act("one-to-one", "1 : 1", ("O",), "image", "One pixel of the image is one pixel of the screen."),
    Act("zoom-in", "Zoom in", ("+", "="), "image", "Larger."),
    Act("zoom-out", "Zoom out", ("-",), "image", "Smaller."),
    Act("invert", "Invert", ("I",), "image", "Black for white."),
    Act("smooth", "Smooth or pixels", ("S",), "image", "Smooth the image, or show its pixels."),
    Act("reformat", "Reformat", ("R",), "image", "Axial, coronal, sagittal, and back to the slices as acquired."),
    Act("slab-thicker", "Thicker slab", ("Ctrl+Up",), "image", "Average over more slices."),
    Act("slab-thinner", "Thinner slab", ("Ctrl+Down",), "image", "Average over fewer slices."),
    Act("window-default", "First window", ("0",), "image", "The first window of this kind of image."),
    *(
        Act(f"window-{n}", f"Window {n}", (str(n),), "image", f"The window preset {n} of this kind of image.")
        for n in range(1, 10)
    ),
    Act("finish", "Put or finish", ("Return", "Enter"), "image", "Draw by keys: point, put an end; twice finishes."),
    Act("put-away", "Put the tool away", ("Esc",), "image", "Drop what was begun; then put the tool away."),
    # a drawing that is chosen in an image
    Act("nudge-left", "Nudge left", ("Left",), "caliper", "Move the chosen end a little to the left."),
    Act("nudge-right", "Nudge right", ("Right",), "caliper", "Move the chosen end a little to the right."),
    Act("nudge-up", "Nudge up", ("Up",), "caliper", "Move the chosen end a little up."),
    Act("nudge-down", "Nudge down", ("Down",), "caliper", "Move the chosen end a little down."),
    Act("far-left", "Nudge far left", ("Shift+Left",), "caliper", "Ten times as far to the left."),
    Act("far-right", "Nudge far right", ("Shift+Right",), "caliper", "Ten times as far to the right."),
    Act("far-up", "Nudge far up", ("Shift+Up",), "caliper", "Ten times as far up."),
    Act("far-down", "Nudge far down", ("Shift+Down",), "caliper", "Ten times as far down."),
    Act("delete", "Delete", ("Del", "Backspace"), "caliper", "Delete the chosen drawing."),
    # intake
    Act("refresh-wishes", "Refresh", ("F5",), "intake", "Look again what the centre asks for."),
    Act("guide-sealing", "How cases are sealed", ("F1",), "intake", "Open the manual."),
    # the coordinator's pages
    Act("page-board", "Board", ("Alt+1",), "coordination", "How far every case is, and what needs you today."),
    Act("page-accounts", "Accounts", ("Alt+2",), "coordination", "Whose keys count, and who is trained for what."),
    Act("page-assign", "Assign", ("Alt+3",), "coordination", "Draw the readers of the cases that are ready."),
    Act("page-exchange", "Exchange", ("Alt+4",), "coordination", "What goes out, and what came in."),
    Act(
        "page-double-reads",
        "Double reads",
        ("Alt+5",),
        "coordination",
        "Where two reads differ, and what became of it.",
    ),
    Act("page-agreement", "Agreement", ("Alt+6",), "coordination", "How well readers agree, in figures and pictures."),
    Act(
        "page-keys", "Centre keys", ("Alt+7",), "coordination", "The keys that this account signs with for the centre."
    ),
    Act("look-again", "Look again", ("F5",), "coordination", "Look again how everything stands."),
    Act("search-lines", "Search", ("Ctrl+F",), "coordination", "Go to the search field of the page."),
    Act("open-line", "Open", ("Return", "Enter"), "coordination", "Open the chosen line."),
    Act("release-due", "Release what is due", ("Ctrl+R",), "coordination", "Encrypt and send the parts that are due."),
    Act("compare-due", "Compare what is due", ("Ctrl+K",), "coordination", "Compare reads that are both signed."),
    Act("allow-again", "Allow reading again…", ("Ctrl+U",), "coordination", "Unlock a timepoint for one reader."),
    Act(
        "replace-reader",
        "Replace…",
        ("Ctrl+Shift+R",),
        "coordination",
        "Let a backup reader or another adjudicator take the case over.",
    ),
    Act(
        "settle-case",
        "Settle the case…",
        ("Ctrl+Shift+T",),
        "coordination",
        "Record what the charter's person decided.",
    ),
    Act(
        "accept-account",
        "Accept from file…",
        ("Ctrl+O",),
        "coordination",
        "Compare the keys of an account and accept them.",
    ),
    Act(
        "record-training",
        "Record training…",
        ("Ctrl+T",),
        "coordination",
        "Record how a training ended, and how long it holds.",
    ),
    Act(
        "revoke-account", "Revoke…", ("Ctrl+Shift+V",), "coordination", "From a day on, count nothing of this account."
    ),
    Act("preview-draw", "Preview the draw", ("Ctrl+D",), "coordination", "Show who would read what, in which order."),
    Act("assign-batch", "Assign as a batch…", ("Ctrl+Return",), "coordination", "Assign the cases as they were drawn."),
    Act("write-folder", "Write to folder…", ("Ctrl+E",), "coordination", "Put what waits to go out into a folder."),
    Act("take-folder", "Take from folder…", ("Ctrl+I",), "coordination", "Take in what came for this account."),
    Act("exchange-here", "At this station", ("Ctrl+Shift+E",), "coordination", "Exchange with its other accounts."),
    Act("copy-numbers", "Copy as CSV", ("Ctrl+Shift+C",), "coordination", "Copy the numbers behind a picture."),
    Act("coordinators-guide", "Coordinator's guide", ("F1",), "coordination", "Open the coordinator's guide."),
    # the adjudicator's worklist
    Act("next-dispute", "Next dispute", ("Ctrl+N",), "disputes", "Open the next dispute that waits."),
    Act("open-dispute", "Open the dispute", ("Return", "Enter"), "disputes", "Open the chosen dispute."),
    Act("refresh-disputes", "Refresh", ("F5",), "disputes", "Look again which disputes wait."),
    Act("adjudicators-guide", "Adjudicator's guide", ("F1",), "disputes", "Open the adjudicator's guide."),
    # a dispute
    Act("leave-dispute", "Back to the disputes", ("Ctrl+W",), "dispute", "Leave it; what you chose and wrote is kept."),
    Act("parting", "Where they first part", ("P",), "dispute", "Go to the image of read A there; again, of read B."),
    Act("next-difference", "Next difference", ("D",), "dispute", "Go to the next line in which the reads differ."),
    Act("previous-difference", "Difference before", ("Shift+D",), "dispute", "Go to the line before in which they do."),
    Act("everything", "Show everything", ("E",), "dispute", "Show the lines in which the reads agree, or fold them."),
    Act("choose-a", "Read A", ("A",), "dispute", "Accept read A for the question in hand."),
    Act("choose-b", "Read B", ("B",), "dispute", "Accept read B for the question in hand."),
    Act("choose-own", "Own read", ("W",), "dispute", "Accept your own read for the question in hand."),
    Act("choose-neither", "Neither", ("N",), "dispute", "Accept none; the person the charter names decides."),
    Act("next-question", "Next question", ("Q",), "dispute", "Take the next question in hand."),
    Act("previous-question", "Question before", ("Shift+Q",), "dispute", "Take the question before in hand."),
    Act("reasons", "Reasons", ("K",), "dispute", "Go to the reasons; there a number chooses one."),
    Act("comment", "Comment", ("C",), "dispute", "Say why in words."),
    Act("sign-decision", "Sign the decision…", ("Ctrl+Return", "Ctrl+Enter"), "dispute", "Look it over and sign it."),
    Act("dispute-earlier", "Earlier timepoint", ("[",), "dispute", "Show the timepoint before this one."),
    Act("dispute-later", "Later timepoint", ("]",), "dispute", "Show the timepoint after this one."),
    Act("dispute-one", "One image", ("F2",), "dispute", "Show the timepoint alone."),
    Act("dispute-two", "Two images", ("F3",), "dispute", "Show the prior left and the timepoint right."),
    Act("dispute-four", "Four images", ("F4",), "dispute", "Show baseline, nadir, previous and this timepoint."),
    Act("dispute-link", "Link the images", ("X",), "dispute", "Let the other images follow, or let them go."),
    Act("dispute-crosshair", "Crosshair", ("H",), "dispute", "Show the point under the pointer in the other images."),
    Act("calipers", "Calipers of both reads", ("V",), "dispute", "Hide or show what A and B drew."),
    Act("dispute-length", "Length", ("L",), "dispute", "Measure a distance to look at; it is not kept."),
    Act("dispute-next-area", "Next area", ("F6",), "dispute", "Go on to the images, the comparison, the decision."),
    Act("dispute-previous-area", "Previous area", ("Shift+F6",), "dispute", "Go back to the area before."),
    *(Act(f"reason-{n}", f"Reason {n}", (str(n),), "decision", f"Choose the reason {n}.") for n in range(1, 10)),
)

ACTS: Final = MappingProxyType({act.id: act for act in _TABLE})
"""Every act by its id, in the order of menus and manual."""


class Acts:
    """Makes the actions of widgets out of the table. Keys act where the widget or one inside it has the focus.

    Parameters
    ----------
    icons : Icons, optional
        Where the actions' icons come from.
    """

    def __init__(self, icons: Icons | None = None) -> None:
        self._icons = icons

    def bind(self, widget: QWidget, act_id: str, slot: Callable[[], object]) -> QAction:
        """Let a widget do an act: its keys, and an action for its menus and buttons.

        Letters and digits belong to a text field while one has the focus.
        """
        act = ACTS[act_id]
        action = QAction(self.name(act_id), widget)
        action.setObjectName(act_id)
        action.setShortcuts([QKeySequence(key) for key in act.keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(self.tooltip(act_id))
        action.setStatusTip(QCoreApplication.translate("Acts", act.help))
        action.triggered.connect(lambda _checked: slot())
        if self._icons is not None and act_id in OF_ACTS:
            action.setIcon(self._icons.icon(OF_ACTS[act_id]))
            action.setIconVisibleInMenu(False)
        widget.addAction(action)
        return action

    def name(self, act_id: str) -> str:
        """What the act is called on the screen."""
        return QCoreApplication.translate("Acts", ACTS[act_id].name)

    def tooltip(self, act_id: str) -> str:
        """Its name, and its first key in parentheses."""
        keys = ACTS[act_id].keys
        name = self.name(act_id).rstrip("…")
        return f"{name} ({shown(keys[0])})" if keys else name


def shown(key: str) -> str:
    """A key as this computer's menus write it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
