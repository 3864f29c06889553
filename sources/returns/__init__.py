"""Takes in what units hand in: the inbox, the office's register, and the forms (maps in ``forms/``)."""
