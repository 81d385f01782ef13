"""A protocol in sentences and tables (Markdown), and what differs between two: one file for each chapter."""
