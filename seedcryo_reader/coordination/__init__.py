"""What happens with reads outside the reading room: evaluating them in batch, and the trial's endpoints.

Nothing here may reach a reader. ``reading`` and ``ui.reading`` cannot import this folder, even indirectly.
"""
