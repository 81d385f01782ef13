"""DICOM files → series → stacks → `Volume`, and the pictures made of it. No Qt anywhere here."""
