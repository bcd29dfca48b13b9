"""Lives of matters as they may come, each from one seed: people do anything, time goes by, and after each step the law is checked."""
