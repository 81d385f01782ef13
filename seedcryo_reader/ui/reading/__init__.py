"""The reading room: images, lesions, calls, lock, summary, questionnaire, signature."""
