"""Makes the workbook that a unit fills in: its own tasks, the official tables, and checks that need no formula.

What it hands out, :mod:`sources.returns.reading` takes in. Words and layout are data (``guide.csv``,
``sheets.csv``, ``progress.csv``, the form maps); no cell holds a formula, because a return with one is refused.
"""
