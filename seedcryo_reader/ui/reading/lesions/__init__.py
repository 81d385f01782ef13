"""The sections of the read panel: lesions, questions, other disease, the whole timepoint."""
