"""One folder for each way to reach people. What all of them share lies in `bot`; no channel knows another."""
