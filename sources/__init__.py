"""Pure readers of what comes from outside: notices, unit returns, the registry.

Belongs here: code that turns files into rows, and the landing of those rows.
Does not belong here: Dagster, dbt, Great Expectations, or anything that decides who is late.
"""
