"""Who there is: units, their names and classes, what they owe by law, as data in one folder a city."""
