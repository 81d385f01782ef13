"""The adjudicator's pages: the disputes, the room in which one is looked at, its signature."""
