"""What is said at the desk of whoever works here: queue, lists, dossiers, timelines, dashboards. Nothing of one matter alone."""
