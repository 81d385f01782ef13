"""A reader's post as a process of its own: nothing of another reader, a dispute or an office is loaded with it."""

import subprocess
import sys
from pathlib import Path

PROBE = """
import sys
import seedcryo_reader.app.posting
import seedcryo_reader.app.worklist
import seedcryo_reader.storage.post.reader
import seedcryo_reader.storage.leaves
hidden = ("coordination", "adjudication", "storage.office", "domain.office", "domain.discordance", "domain.dispute",
          "domain.messages.adjudicator", "domain.messages.intake")
print([name for name in sorted(sys.modules) if name.startswith(tuple("seedcryo_reader." + one for one in hidden))])
"""


def test_a_readers_post_loads_nothing_that_knows_of_others():
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-P", "-c", PROBE], cwd=root, capture_output=True, timeout=60, check=True)
    assert done.stdout.decode().strip() == "[]"
