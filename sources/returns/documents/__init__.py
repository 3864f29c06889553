"""Opens a file of any accepted format as tables of cells and lines of prose; knows no form and no unit.

One module a format. Which one opens a file is decided by its content, in :mod:`.formats`.
"""
