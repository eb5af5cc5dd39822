"""The public site: from published editions to the files of a folder that any host can serve, and
that opens from disk.
"""
