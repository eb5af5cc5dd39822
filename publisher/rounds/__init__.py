"""Rounds of review: drafts that go out, what comes back, what is decided and written into the
workbooks.
"""
