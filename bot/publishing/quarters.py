"""The announcement of a quarter's projects: red flags, snails, cards, in words and as a table (the law §9, 季度通报)."""

from collections.abc import Iterator, Sequence

from bot.publishing.pictures import pictures
from bot.publishing.pictures.sheets import Heading, ListMark, ListsPicture, MarkedList
from bot.publishing.tabled import TabledMaterial
from bot.wording import Words
from domain import months
from domain.cards import Names
from domain.matters import announcements as law
from domain.matters.scoring import periods
from domain.saying import Term
from domain.sayings.scoring import quarters as sayings
from domain.scoring import last_places
from domain.scoring.quarters import MONTHS, SNAILS, Judged, code_of
from handlers import proposing
from handlers.conversation.room import Room
from handlers.projects import project_quarters as lists
from storage import matters
from storage.scoring import periods as period_store

MOST_NAMED = 12  # projects of each list in words and picture; all stand in the table


def collect(room: Room, what: proposing.AnnouncementWanted) -> TabledMaterial:
    """Collect the lists of a confirmed quarter."""
    office, standing = room.office, what.standing
    rules, month = office.rules_of(standing.rules), standing.own["month"]
    kept = lists.kept(room, standing)
    reds = [each for each in kept if each.judged is Judged.RED_FLAG]
    snails = [each for each in kept if each.judged in SNAILS]
    named = frozenset(each.project.unit for each in kept)
    before = code_of(months.later(month, -MONTHS))
    gone = [each for each in matters.waiting(room.tx, "project_card", ("red",)) if each.own["quarter"] == before]
    quarter = periods.name_of(code_of(month))
    winners = tuple(_winners(room, code_of(month)))
    rows = [(each.project.own["code"], each.judged, each.said(room)) for each in kept]
    text = sayings.QuarterText(
        quarter=quarter,
        red=str(len(reds)),
        snail=str(len(snails)),
        yellow=str(len(snails)),
        gone=str(len(gone)),
        reds=tuple(each.said(room) for each in reds[:MOST_NAMED]),
        snails=tuple(each.said(room) for each in snails[:MOST_NAMED]),
        more=sum(max(0, len(every) - MOST_NAMED) for every in (reds, snails)),
        objection_days=rules.rank_objection.amount,
        people=law.people(proposing.apart(room, what, named), office.rules.announcement_approvers),
        signature=office.profile.signature or office.profile.name,
    )

    def draws(words: Words, locale: str) -> tuple[bytes, str]:
        sheet = _sheet(words, text, winners, office.profile.name, locale)
        return pictures.lists(sheet), sheet.alt

    return TabledMaterial(
        kind="quarter",
        about=code_of(month),
        period=quarter,
        title=sayings.QuarterTitle(quarter=quarter),
        text=text,
        columns=("result", "project", "done", "target", "owner", "code"),
        rows=[
            (Term("judged", judged.value), said.title, said.done, said.target, Names((said.unit,)), code)
            for code, judged, said in rows
        ],
        units=tuple(each.project.unit for each in kept),
        named=named,
        written=tuple(said.title for _, _, said in rows),
        draws=draws,
        publish_at=office.calendar.said_at(months.last_day(month), rules.project_quarter, room.at),
    )


def _winners(room: Room, code: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Who won the horse-race of a quarter, by sequence; nobody before its rankings were announced."""
    period = period_store.of_code(room.tx, code)
    if period is None or period.stage is not periods.PeriodStage.ANNOUNCED:
        return
    for ranking in periods.measured(period_store.rankings(room.tx, period.id)):
        won = last_places.winners(ranking, room.office.rules_of(period.rules))
        if won:
            yield ranking.sequence, tuple(map(room.office.name_of, won))


def _sheet(
    words: Words, text: sayings.QuarterText, winners: Sequence[tuple[str, tuple[str, ...]]], office: str, locale: str
) -> ListsPicture:
    """What is drawn: the two lists, and who won the horse-race, where that was announced."""

    def label(name: str, **facts: object) -> str:
        return words.filled(Term("quarter_picture", name), facts, ("unit", "units"), locale)

    def entry(each: sayings.QuarterProject) -> tuple[str, str]:
        return each.title, label("entry", unit=each.unit, done=each.done, target=each.target, why=each.why)

    raced = [(label("sequence", sequence=name), label("won", units=won)) for name, won in winners]
    return ListsPicture(
        heading=Heading(
            office=office,
            title=words.word(sayings.QuarterTitle(quarter=text.quarter), locale),
            subtitle=label("subtitle", red=text.red, snail=text.snail, yellow=text.yellow, gone=text.gone),
        ),
        lists=(
            MarkedList(mark=ListMark.RED_FLAG, head=label("reds"), entries=tuple(map(entry, text.reds))),
            MarkedList(mark=ListMark.YELLOW_CARD, head=label("snails"), entries=tuple(map(entry, text.snails))),
            *([MarkedList(mark=ListMark.STAR, head=label("winners"), entries=tuple(raced))] if raced else []),
        ),
        nobody=label("nobody"),
        foot=(label("foot"),),
    )
