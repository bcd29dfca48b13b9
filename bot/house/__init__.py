"""The running house: everything put together, and the way in for messages and the clock."""
