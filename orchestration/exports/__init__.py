"""Renderers of what people open: workbooks now. No Dagster in here."""
