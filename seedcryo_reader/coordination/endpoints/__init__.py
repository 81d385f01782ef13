"""The trial's endpoints from reads and study days: best response, PFS and local PFS, local control at the landmark.

Pooled over all subjects: no treatment, and nothing that tells it, is known here.
"""
