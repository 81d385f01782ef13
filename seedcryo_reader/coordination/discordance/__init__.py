"""Whether two reads of a case differ so that an adjudicator decides, in what, why, and where they first part."""
