"""What units are measured by: indicators, frozen figures, scores, rankings. Pure arithmetic; nothing of any matter."""
