"""`flagpost check`: what works, what does not, and what to do.

Its sentences are the command line's (`words/<language>/cli.toml`).
"""

import asyncio
import importlib.metadata
import ipaddress
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot import clocks, home, language, office_calendar, settings, wording
from bot.channel import ChannelFinding
from bot.operations import preflight, watch_desk
from bot.publishing.pictures import letters
from domain import errors
from domain.mechanism.modules import Module
from domain.people import NEEDS_UNIT, Role
from domain.saying import Term
from handlers.administration import setting_up
from handlers.conversation.procedures import own_office
from storage import errors as storage_errors
from storage import invitations, offices, staff, units, vault
from storage.database import Tx
from storage.engines import opening
from storage.engines.sqlite import connection

Say = Callable[..., str]
NAMED = 30  # units that are named one by one
ROOMS = ("bot", "handlers", "scheduler", "storage", "domain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. What is to be minded is well, but somebody should know of it."""

    what: str
    is_well: bool
    says: str
    is_to_mind: bool = False


def check(
    given: settings.Settings,
    say: Say,
    channels: Mapping[str, str],
    found: Sequence[tuple[str, ChannelFinding]] = (),
) -> list[Finding]:
    """Look at everything; never raises for what it finds. `say` gives a sentence by its name, in the operator's language.

    `channels` are those that push, each with how it is set up; `found` what each has found of itself, by its name.
    """
    place = home.of(given)
    looks: list[tuple[str, Callable[[], str]]] = [
        ("settings", lambda: say("check.read")),
        ("packages", lambda: _packages(say)),
        *([] if given.database else [("sqlite", lambda: _library(say))]),
        ("home", lambda: _home(place, say)),
        ("key", lambda: _key(place, say)),
        ("database", lambda: _database(place, say)),
        ("fonts", lambda: str(letters.font_file().name)),
        ("words", lambda: _words(given)),
    ]
    return [
        *(_look(what, look) for what, look in looks),
        *(Finding(what=name, is_well=True, says=say(f"check.set_up.{how or 'off'}")) for name, how in channels.items()),
        *(_of_channel(name, each) for name, each in found),
        *_address(given, say),
        *_proxy(given, say),
        *_inside(given, say),
        *_watch(given, say, channels),
    ]


def _of_channel(name: str, found: ChannelFinding) -> Finding:
    says = found.said(language.locale())
    return Finding(what=name, is_well=found.is_well, says=says, is_to_mind=found.is_to_mind)


def is_open_without_tls(given: settings.Settings) -> bool:
    """Whether others reach the pages, and nothing says that a proxy encrypts on the way."""
    try:
        is_local = ipaddress.ip_address(given.host).is_loopback
    except ValueError:
        is_local = given.host == "localhost"
    return not is_local and not given.public_url.startswith("https://")


def _address(given: settings.Settings, say: Say) -> list[Finding]:
    if not is_open_without_tls(given):
        return []
    says = say("run.plain", address=f"{given.host}:{given.port}")
    return [Finding(what="address", is_well=True, is_to_mind=True, says=says)]


def _proxy(given: settings.Settings, say: Say) -> list[Finding]:
    """Whoever is reached by another address than the one it listens on has a proxy before it, which wants to be named."""
    is_direct = urlsplit(given.public_url).netloc == f"{given.host}:{given.port}"
    if given.trusted_proxies or is_direct or not given.public_url.startswith("https"):
        return []
    return [Finding(what="proxy", is_well=True, says=say("check.proxy", url=given.public_url), is_to_mind=True)]


def _look(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what=what, is_well=True, says=look())
    except (errors.FlagpostError, OSError) as error:
        return Finding(what=what, is_well=False, says=language.of_error(error))


def _inside(given: settings.Settings, say: Say) -> list[Finding]:
    """What the office itself lacks: who it is, people without the unit they need, next year's calendar."""
    try:
        return asyncio.run(_read(given, say))
    except errors.FlagpostError:
        return []  # the home does not open, which was said already


async def _read(given: settings.Settings, say: Say) -> list[Finding]:
    place = home.of(given)
    preflight.check(place)
    database = await opening.open_database(place.place, vault.Vault(vault.read_key(place.key)))
    try:
        return await database.read(lambda tx: _of_office(tx, given, say))
    finally:
        await database.close()


def _of_office(tx: Tx, given: settings.Settings, say: Say) -> list[Finding]:
    found = _set_up(tx, given)
    return [
        *_office(tx, found, say),
        *_people(tx, found, say),
        *_contacts(found, say),
        *_calendar(tx, given, found, say),
        *_steps(given, found, say),
    ]


def _steps(given: settings.Settings, found: setting_up.SetUp, say: Say) -> list[Finding]:
    """What of setting up is not done, which modules are off, and what can be rehearsed."""
    words, comma = wording.load(given.timezone, clocks.real), say("comma")

    def named(terms: Iterable[Term]) -> str:
        return comma.join(words.term(each, language.locale()) for each in terms)

    lines = setting_up.lines(found)
    lacking = named(each.step for each in lines if each.mark.name == setting_up.OPEN)
    off = named(term for each in lines for term in each.off)
    waiting = comma.join(found.waiting)
    is_played = waiting and Module.FLAGS not in found.off
    return [
        Finding(
            what="setup",
            is_well=True,
            is_to_mind=bool(lacking),
            says=say("check.setup_lacks", steps=lacking) if lacking else say("check.setup_done"),
        ),
        Finding(what="modules", is_well=True, says=say("check.off_are", modules=off) if off else say("check.all_on")),
        *(
            [Finding(what="rehearsal", is_well=True, says=say("check.rehearsal", periods=waiting, home=given.home))]
            if is_played
            else []
        ),
    ]


def _set_up(tx: Tx, given: settings.Settings) -> setting_up.SetUp:
    """What there is, by the rules and the calendar of today."""
    today = clocks.real().astimezone(given.timezone).date()
    calendar = office_calendar.load(given.timezone, offices.own_days(tx))
    return setting_up.look(tx, today, clocks.real(), calendar)


def _office(tx: Tx, found: setting_up.SetUp, say: Say) -> list[Finding]:
    profile = offices.profile(tx, clocks.real().date())
    past_us = _past_us(tx, profile, found.own_lacks, say)
    if not found.lacks:
        return [Finding(what="office", is_well=True, says=profile["name"]), *past_us]
    commands = language.say("comma").join(f"flagpost office set {name} …" for name in found.lacks)
    return [
        Finding(what="office", is_well=True, is_to_mind=True, says=say("check.office_lacks", commands=commands)),
        *past_us,
    ]


def _past_us(tx: Tx, profile: Mapping[str, str], lacking: Sequence[str], say: Say) -> list[Finding]:
    """By what it is known that a clue is about this office itself, and goes past it (the law §2 rule 4)."""
    if profile["own_unit"] and not own_office.unit_named(units.register(tx), profile["own_unit"]):
        says = say("check.own_unit_unknown", unit=profile["own_unit"])
        return [Finding(what="office", is_well=False, says=says)]
    commands = language.say("comma").join(f"flagpost office set {name} …" for name in lacking)
    says = say("check.own_lacks", commands=commands)
    return [Finding(what="office", is_well=True, is_to_mind=True, says=says)] if lacking else []


def _people(tx: Tx, looked: setting_up.SetUp, say: Say) -> list[Finding]:
    """Grants from before units were checked: recusal is off for whoever has a unit that is none."""
    register = units.register(tx)
    wrong = []
    for each in staff.members(tx):
        if each.unit and register.get(each.unit) is None:
            wrong.append(say("check.unit_unknown", number=each.id, label=each.label, unit=each.unit))
        elif not each.unit and each.roles & NEEDS_UNIT:
            wrong.append(say("check.unit_missing", number=each.id, label=each.label))
    wrong += [
        say("check.invited_wrong", number=each.id, label=each.label, unit=each.unit)
        for each in invitations.waiting(tx, clocks.real())
        if (each.unit and register.get(each.unit) is None) or (not each.unit and each.role in NEEDS_UNIT)
    ]
    found = [Finding(what="people", is_well=False, says=each) for each in wrong]
    if looked.invited:
        says = say("check.invited", number=len(looked.invited))
        found.append(Finding(what="people", is_well=True, is_to_mind=True, says=says))
    found += [Finding(what="people", is_well=True, is_to_mind=True, says=each) for each in _too_few(looked, say)]
    return found or [Finding(what="people", is_well=True, says=say("check.people", number=len(staff.members(tx))))]


def _too_few(found: setting_up.SetUp, say: Say) -> list[str]:
    """What an office cannot do with the people it has: decide with a second signature, sign announcements."""
    reviewers = found.holding(Role.REVIEWER)
    too_few = [say("check.few_reviewers", number=reviewers)] if reviewers < setting_up.TWO_REVIEWERS else []
    if not found.can_sign:
        commands = language.say("comma").join(f"flagpost invite {role}" for role in sorted(found.signing, reverse=True))
        signers = found.holding(*found.signing)
        too_few.append(say("check.few_signers", number=signers, needed=found.needed, commands=commands))
    return too_few


def _contacts(found: setting_up.SetUp, say: Say) -> list[Finding]:
    """Which units nobody can be told anything: their notices reach no one."""
    without = [f"{unit.code} {unit.name}" for unit in found.unreached]
    if not found.register:
        return [Finding(what="contacts", is_well=True, is_to_mind=True, says=say("check.no_units"))]
    if not without:
        return [Finding(what="contacts", is_well=True, says=say("check.contacts", number=len(found.register)))]
    named = language.say("comma").join(without[:NAMED]) + (" …" if len(without) > NAMED else "")
    says = say("check.contacts_lack", number=len(without), of=len(found.register), named=named)
    return [Finding(what="contacts", is_well=True, says=says, is_to_mind=True)]


def _calendar(tx: Tx, given: settings.Settings, found: setting_up.SetUp, say: Say) -> list[Finding]:
    if found.years:
        years = language.say("comma").join(map(str, found.years))
        return [Finding(what="calendar", is_well=True, says=say("check.calendar_lacks", years=years), is_to_mind=True)]
    today = clocks.real().astimezone(given.timezone).date()
    known = office_calendar.load(given.timezone, offices.own_days(tx)).known_years
    last = max(year for year in known if all(one in known for one in range(today.year, year + 1)))
    return [Finding(what="calendar", is_well=True, says=say("check.calendar", year=last))]


def _watch(given: settings.Settings, say: Say, channels: Mapping[str, str]) -> list[Finding]:
    """What waits and what is wrong; nothing where the home does not open, which was said already."""
    try:
        found = watch_desk.findings(given, channels)
    except storage_errors.StorageError:
        return []
    except errors.FlagpostError as error:
        return [Finding(what="watch", is_well=False, says=language.of_error(error))]
    if not found:
        return [Finding(what="watch", is_well=True, says=say("check.nothing_waits"))]
    return [
        Finding(
            what="watch", is_well=not each.is_grave, says=each.said(language.locale()), is_to_mind=not each.is_grave
        )
        for each in found
    ]


def _packages(say: Say) -> str:
    """Nobody else may own the names of our packages: such a stranger would be imported instead."""
    owners = importlib.metadata.packages_distributions()
    strangers = {owner for room in ROOMS for owner in owners.get(room, []) if owner != "flagpost"}
    if strangers:
        raise errors.FlagpostError(say("check.strangers", names=", ".join(sorted(strangers))))
    return say("check.ours")


def _library(say: Say) -> str:
    connection.check_library()
    return say("check.fit")


def _home(place: home.Home, say: Say) -> str:
    preflight.check(place)
    return say("check.home", folder=place.folder)


def _key(place: home.Home, say: Say) -> str:
    vault.read_key(place.key)
    is_open = place.key.stat().st_mode & 0o077
    if is_open:
        raise errors.FlagpostError(say("check.key_open", file=place.key))
    return say("check.key")


def _database(place: home.Home, say: Say) -> str:
    opening.check(place.place, vault.Vault(vault.read_key(place.key)))
    return say("check.database", place=place.place)


def _words(given: settings.Settings) -> str:
    wording.load(given.timezone, clocks.real)
    return "zh, en"
