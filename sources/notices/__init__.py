"""Reads the yearly notice with its task table (工作主要任务分解表): text, web page or Word document.

One reader a format turns the file into lines before the table and rows of the table; everything after
that is the same for all formats. Vocabulary (headers, directives, page furniture) lies in ``words/``.
"""
