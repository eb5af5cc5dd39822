"""The desk: the whole loop in a browser, for people who never open a terminal.

One person on one machine: a server that only this machine can reach shows the project folder as
pages, and calls the same functions as the commands do. It holds no rule of its own and keeps
nothing: all that is known stands in the project folder.
"""
