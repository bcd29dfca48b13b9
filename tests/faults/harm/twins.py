"""A storm over two processes on one PostgreSQL, behind one address: each lives and dies for itself, at places in the code.

async with Twins(template, folder, url, seed=1) as twins:
    await twins.play_undisturbed()
    await twins.rage(kills=50)
    await twins.calm_down()
    assert twins.wrong() == []

`replicas.py` has more of them, ends and holds them up from outside, and has a referee for who may do what. `wecom_twins.py` has two on
WeCom.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any, Self

from bot.home import Home
from tests.faults.harm.nest import Nest
from tests.faults.harm.storm import Storm
from tests.faults.people import town
from tests.web.balancer import Balancer

TERM = 1.5  # seconds instead of twelve until another takes over
HOMES = ("home", "home-2")


class Twins(Storm):
    """See above. `template` is a home whose database is at `url`; what else is `given` is a storm's."""

    def __init__(self, template: Path, folder: Path, url: str, **given: Any) -> None:
        super().__init__(template, folder, **given)
        shutil.copytree(template, folder / HOMES[1])
        self.home = Home(folder=folder / HOMES[0], url=url)
        self._suffers = {**self._suffers, "term": TERM}

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.platform)
        ports = {name: town.quiet_port() for name in HOMES}
        self.balancer = await self._stack.enter_async_context(Balancer(ports, random.Random(self.drawn.random())))
        self.address = self.balancer.address
        common = {
            "FLAGPOST_DATABASE": self.home.url,
            "FLAGPOST_EVIDENCE": str(self.home.folder / "evidence"),
            "FLAGPOST_PUBLIC_URL": self.address,
        }
        for name, port in ports.items():
            own = {"FLAGPOST_HOME": str(self.folder / name), "FLAGPOST_WEB": f"127.0.0.1:{port}"}
            theirs = common | own | self.platform.settings(self.address, name)
            self.nests.append(await self._stack.enter_async_context(Nest(theirs, self.folder)))
        return self
