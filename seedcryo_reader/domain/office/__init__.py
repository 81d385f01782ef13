"""What coordinators and adjudicators do, as small frozen values in the past tense: the only truth there is about it."""
