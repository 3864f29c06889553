"""The quarter's bulletin (季度通报) as a Word file."""
