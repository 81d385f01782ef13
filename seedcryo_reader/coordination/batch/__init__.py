"""Reads that come as tables: one CSV in the long format, or the SDTM tables TU and TR. What is wrong is named by line.

`cases.read_cases` gives the cases, one subject in memory at a time; `results` gives the rows that are said of them.
"""
