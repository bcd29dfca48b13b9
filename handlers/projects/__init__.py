"""Projects, as people see and move them: months, lights, curves, quarters, years, and snails. No figures of units."""
