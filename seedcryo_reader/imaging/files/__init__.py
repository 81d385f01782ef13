"""What one DICOM file says of itself: found by its bytes, read in a worker, handed on as frozen facts."""
