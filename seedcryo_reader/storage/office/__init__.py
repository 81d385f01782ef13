"""The stores of coordinators and adjudicators: their acts in the log of the account, and what came to them."""
