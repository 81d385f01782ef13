"""The sealed parts of a station, and the decoded images of the timepoints that were opened."""
