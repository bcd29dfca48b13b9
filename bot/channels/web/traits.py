"""What the house knows of our own page."""

from domain.channels import Edits, Traits

TRAITS = Traits(
    name="web",
    is_ours=True,
    is_abroad=False,
    takes_real_names=True,
    pulls=True,
    edits=Edits.ID,
    buttons=None,
    selects=None,
)
