"""One read in progress: open, measure, undo, evaluate, lock a timepoint, sign. Knows no store and no screen."""
