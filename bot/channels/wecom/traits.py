"""What the house knows of WeCom's app, as its documentation has it."""

from domain.channels import Edits, Limits, Rate, Traits

ROBOT = "robot:"  # how the address of a group robot begins; no member's id holds a colon
# What is over a member's rate is dropped without a word, so ours are kept below it: another program may use the same app.
LIMITS = Limits(
    per_second=50,
    chat=(Rate(28, 60.0), Rate(950, 3600.0)),
    group=(Rate(19, 60.0),),
    group_begins=(ROBOT,),
)
TRAITS = Traits(
    name="wecom",
    is_ours=False,
    is_abroad=False,
    takes_real_names=True,
    pulls=False,
    edits=Edits.TICKET,
    buttons=6,
    selects=3,
    limits=LIMITS,
)
