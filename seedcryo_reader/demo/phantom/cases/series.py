"""The series that the study has, by the names of their folders."""

PORTAL = "CT-portal-venous"
ARTERIAL = "CT-arterial"
T1 = "MR-T1-post-contrast"
T2 = "MR-T2"
