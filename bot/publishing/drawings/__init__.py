"""What is drawn for somebody who asks for it: the sheet of each, and the chore behind them all. What is only announced lies outside."""
