"""The sealed case: masked images, sealed parts, and the study file that trust starts in."""
