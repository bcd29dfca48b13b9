"""The kinds of answers in which the office decides about itself: a number of the law, what it says of itself, days of its calendar."""

from collections.abc import Mapping
from datetime import date

from domain.matters.scoring import periods
from domain.mechanism import rule_changes, rules
from domain.mechanism.columns import Asked
from domain.saying import Term
from domain.sayings import moves as sayings
from domain.sayings import office as office_sayings
from domain.sayings.matters import Line
from handlers.conversation import gathering
from handlers.conversation.forms.listed_answers import OneOfAnswer
from handlers.conversation.forms.making import AnswerKind, Asking, Made, Taken
from handlers.conversation.steps import Again, Known, Question
from handlers.understanding import days


class RuleAnswer(AnswerKind):
    """A number of the law, decided anew."""

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """A rule by its name, and its new value."""
        present = known.office.rules
        try:
            return Taken(value=str(rule_changes.Change.of(present, text)))
        except rules.RuleRefused as refused:
            now = present.to_mapping().get(refused.key)
            return Again(sayings.RuleNotTaken(rule=refused.key, now="" if now is None else rule_changes.shown(now)))


class ProfileAnswer(AnswerKind):
    """What the office says of itself, of the item that was answered before."""

    def question(self, on: Asking, known: Known) -> Question:
        """Name the item, and what it is now."""
        given = on.making.given
        return Question(
            saying=office_sayings.ValueQuestion(what=Term("profile", given["item"]), before=given.get("before", ""))
        )

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """Words that fit and say something else than now."""
        given, value = on.making.given, text.strip()
        unfit = gathering.unfit_value(given["item"], value)
        if unfit is None and value == given.get("before"):
            unfit = office_sayings.NothingChanged()
        return Again(unfit) if unfit else Taken(value=value)


class PeriodAnswer(AnswerKind):
    """A period by its code: what begins states it, and nobody is asked."""

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """As it is called."""
        return Line(label=label, called=gathering.kept(periods.name_of(value)))


class DaysAnswer(AnswerKind):
    """Several days of the calendar, as ISO dates with commas."""

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """The days, as a table of days is written."""
        return Line(label=label, text=value.replace(",", ", "))


class KnownDayAnswer(AnswerKind):
    """A day of a year that is known as a whole, kept as its ISO date."""

    def told(self, on: Asking, text: str, known: Known) -> Made:
        """A day as people write it."""
        day = days.coming_day(text, known.today)
        if day is None:
            return Again(sayings.NoDay())
        if not known.office.calendar.is_known(day.year):
            return Again(office_sayings.YearUnknown(year=day.year))
        return Taken(value=day.isoformat())

    def line(self, label: Term, asked: Asked, value: str) -> Line:
        """The day as it is written in the reader's language."""
        return Line(label=label, day=date.fromisoformat(value))


class WorksAnswer(OneOfAnswer):
    """Whether people work on the `day` that was answered before."""

    def question(self, on: Asking, known: Known) -> Question:
        """Say what it is now."""
        day = date.fromisoformat(on.making.given["day"])
        now = Term("day_kind", "work" if known.office.calendar.is_working_day(day) else "off")
        return Question(saying=office_sayings.WorksQuestion(day=day, now=now), choices=self.choices(on, known))

    def chose(self, on: Asking, choice: str, known: Known) -> Made:
        """What it shall be, if it is not so already."""
        if choice not in on.asked.options:
            return None
        day = on.making.given["day"]
        if known.office.calendar.is_working_day(date.fromisoformat(day)) == (choice == "work"):
            return Again(office_sayings.NothingChanged())
        return Taken(value=choice)


OFFICE_KINDS: Mapping[str, AnswerKind] = {
    "rule": RuleAnswer(),
    "profile": ProfileAnswer(),
    "period": PeriodAnswer(),
    "days": DaysAnswer(),
    "known_day": KnownDayAnswer(),
    "works": WorksAnswer(),
}
