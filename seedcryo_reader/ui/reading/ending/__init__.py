"""The end of a case: waiting, summary, blinding questionnaire, signature."""
