"""What keeps the remembered safe: copies, restoring, moving between engines, verification, figures for whoever watches."""
