"""What the house knows of Telegram, as its Bot API documents it."""

from domain.channels import Edits, Limits, Rate, Traits

LIMITS = Limits(
    per_second=30,
    chat=(Rate(1, 1.0),),
    group=(Rate(20, 60.0),),
    group_begins=("-", "@"),  # groups and channels have negative numbers, or names
)
TRAITS = Traits(
    name="telegram",
    is_ours=False,
    is_abroad=True,
    takes_real_names=False,
    pulls=False,
    edits=Edits.ID,
    buttons=100,  # of one keyboard
    selects=0,
    limits=LIMITS,
    hints=200,  # what a press is confirmed with
)
