"""What must hold: the rule catalogue (rules.csv), the suites, and the runner that turns failures into rows."""
