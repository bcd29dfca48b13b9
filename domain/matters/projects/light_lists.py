"""The lights of a month (月亮灯): a list that is drafted once entry has closed. The law §6.4, §9.

Once a leader has confirmed it each month of a project keeps its light, and shows it once the list was announced. A list that is sent
back is put out, and open to corrections again.
"""

from domain.mechanism.columns import Asked
from domain.mechanism.drafts import drafted
from domain.mechanism.kin import Also, Kin
from domain.mechanism.modules import Module


def _each_month(move: str) -> tuple[Also, ...]:
    """A move that the clock makes of every month that is lit by the list."""
    return (Also(kind="project_month", move=move, of=Kin.LINKED, how="lights"),)


PROCEDURE = drafted(
    "light_list",
    "LD",
    Asked("month", "text"),
    says="lights",
    public=("month",),
    shows=("month", "due", "profile", "counts", "reds", "yellows", "missing"),
    body=frozenset({"counts", "reds", "yellows", "missing"}),
    term="light_confirm",
    effects={"confirm": ("light_months",)},
    also={"return": _each_month("put_out"), "announce": _each_month("show_light")},
    module=Module.PROJECT,
)
