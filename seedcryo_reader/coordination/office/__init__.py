"""The coordinator's desk: draws, releases, comparisons and decisions, over what is known of accounts and cases."""
