"""A project: a folder of workbooks, templates and settings, and everything that knows paths in
it.
"""
