"""The trust root: who may seal for a study, what is recovered to whom, and the encrypted keys that go with it."""
