"""Country reports on the implementation of a treaty, from researchers' workbooks to Word, PDF and
web page.
"""

__version__ = "0.1.0"
