"""What the house knows of customer service, as WeCom's documentation has it."""

from datetime import timedelta

from domain.channels import Edits, Limits, Rate, Traits

WINDOW = timedelta(hours=48)  # after somebody's last message nothing may be said to them
MOST = 5  # messages within it, until they write again
WELCOME_WITHIN = 18.0  # seconds; a welcome's code is good for 20

TRAITS = Traits(
    name="wechat",
    is_ours=False,
    is_abroad=False,
    takes_real_names=True,
    pulls=False,
    edits=Edits.NOTHING,
    buttons=10,
    selects=0,
    combines=True,
    numbers=True,
    is_private=True,
    limits=Limits(per_second=50, chat=(Rate(20, 60.0),), window=WINDOW),
)
