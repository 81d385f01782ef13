"""A dispute: two reads side by side, a decision with its reason. Nobody here knows whose reads they are."""
