"""What is said of figures, periods, flags, projects and lights."""
