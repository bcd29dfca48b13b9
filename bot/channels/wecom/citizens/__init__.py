"""Citizens: ordinary WeChat users, by one account of customer service (微信客服). What is pulled, read, laid out and sent there."""
