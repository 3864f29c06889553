"""One module a dataset: ``expectations()`` returns the Great Expectations that its frame must meet.

Each expectation names its rule in ``meta`` and is about columns of the frame; nothing here decides how
severe a failure is (that is in rules.csv) or reads data (that is the caller's).
"""
