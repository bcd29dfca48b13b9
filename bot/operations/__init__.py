"""What keeps a home safe and watched: backup, restore, verification, checks, figures. Nothing a citizen notices."""
