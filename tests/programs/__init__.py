"""Drafts and workbooks in other people's programs, the real ones: the long run, 'python3 run.py test --long'.

The programs are tools of these tests only: nothing of them is shipped, and the publisher imports none of them.
Each expected place was written by hand before a program was started. Examplia and everybody in it are invented.
"""
