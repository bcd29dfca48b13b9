"""WeCom (企业微信): members of a corporation by its app, groups by robots, citizens by customer service; one door, one client."""
