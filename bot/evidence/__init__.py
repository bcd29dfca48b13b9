"""Evidence: kept sealed as it came, and re-made for reviewers without what devices and programs write into files."""
