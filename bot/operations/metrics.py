"""The facts in Prometheus' text form. Labels hold channels, classes, states and outcomes; never a number or a name.

Every scrape is a registry of its own, filled from one look at the house; nothing is registered globally.
"""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.meters import BOUNDS, Meters
from bot.operations import watching
from bot.operations.watching import WatchedFacts

__all__ = ("CONTENT_TYPE", "text")


def text(facts: WatchedFacts, meters: Meters) -> bytes:
    """Write one scrape."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Look(facts, meters))
    return generate_latest(registry)


class _Look(Collector):
    def __init__(self, facts: WatchedFacts, meters: Meters) -> None:
        self._facts = facts
        self._meters = meters

    def collect(self) -> Iterator[Metric]:
        yield from _plain(self._facts)
        yield from _outbox(self._facts)
        yield from _troubles(self._facts)
        yield from _channels(self._facts)
        yield from _messages(self._meters)


def _plain(facts: WatchedFacts) -> Iterator[Metric]:
    figures = facts.figures
    grave = [finding for finding in watching.wrong(facts) if finding.is_grave]
    yield _gauge("well", "1 where /healthz answers 200.", not grave)
    yield _gauge("inbox_unhandled", "Messages that wait to be handled.", figures.unhandled)
    yield _gauge("inbox_oldest_seconds", "How long the oldest of them has waited.", _age(facts, "oldest_unhandled"))
    yield _gauge("chores_waiting", "Chores that wait.", figures.chores)
    yield _gauge("chores_oldest_seconds", "How long the oldest of them has waited.", _age(facts, "oldest_chore"))
    yield _gauge("chores_dead", "Chores given up after a day.", figures.dead_chores)
    yield _gauge("operators", "Accounts that hold the role admin.", figures.operators)
    yield _gauge("disk_free_bytes", "Free space where the home is.", facts.free)
    yield _gauge("wal_bytes", "Size of SQLite's write-ahead log.", facts.wal)
    yield _gauge("clock_drift_seconds", "How far wall time has left the monotonic clock.", facts.clock.drift)
    yield _gauge("clock_step_seconds", "The largest step of the clock within the last hour.", facts.clock.step)
    if facts.tick is not None:
        yield _gauge("clock_tick_age_seconds", "How long ago the scheduler's clock rang.", facts.tick)
    if figures.checkpoint_at is not None:
        yield _gauge("checkpoint_age_seconds", "Age of the last checkpoint over history.", _age(facts, "checkpoint_at"))
    if figures.backup_at is not None:
        yield _gauge("backup_age_seconds", "Age of the last good backup.", _age(facts, "backup_at"))
        yield _gauge("backup_bytes", "Size of the last good backup.", figures.backup_size)
    yield _gauge("backup_failed", "1 where the newest try to make a backup failed.", bool(figures.backup_error))


def _outbox(facts: WatchedFacts) -> Iterator[Metric]:
    number = GaugeMetricFamily("flagpost_outbox", "Words on their way out.", labels=("class", "state"))
    oldest = GaugeMetricFamily("flagpost_outbox_oldest_seconds", "How old the oldest is.", labels=("class", "state"))
    for queue in facts.figures.outbox:
        number.add_metric((queue.kind, queue.state), queue.number)
        oldest.add_metric((queue.kind, queue.state), watching.age(facts, queue.oldest))
    yield from (number, oldest)


def _troubles(facts: WatchedFacts) -> Iterator[Metric]:
    family = GaugeMetricFamily("flagpost_troubles", "What waits for an admin's decision.", labels=("kind",))
    for stage, number in facts.figures.troubles.items():
        family.add_metric((stage.value,), number)
    yield family


def _channels(facts: WatchedFacts) -> Iterator[Metric]:
    hearing = GaugeMetricFamily("flagpost_channel_hearing", "1 where the platform can be heard.", labels=("channel",))
    silent = GaugeMetricFamily(
        "flagpost_channel_silent_seconds", "How long ago the platform last answered.", labels=("channel",)
    )
    rebuilt = CounterMetricFamily(
        "flagpost_channel_rebuilt", "How often a deaf connection was made anew.", labels=("channel",)
    )
    updates = CounterMetricFamily("flagpost_updates", "Updates by what came of them.", labels=("channel", "outcome"))
    for name, channel in facts.channels.items():
        hearing.add_metric((name,), channel.is_hearing)
        rebuilt.add_metric((name,), channel.rebuilt)
        if channel.silent_for is not None:
            silent.add_metric((name,), channel.silent_for)
        for outcome, number in sorted(channel.counts.items()):
            updates.add_metric((name, outcome), number)
    yield from (hearing, silent, rebuilt, updates)


def _messages(meters: Meters) -> Iterator[Metric]:
    counted = CounterMetricFamily(
        "flagpost_messages", "Messages by what became of them.", labels=("channel", "outcome")
    )
    for (channel, outcome), number in sorted(meters.messages.items()):
        counted.add_metric((channel, outcome), number)
    took = HistogramMetricFamily(
        "flagpost_message_seconds", "From a message's coming to its being durable.", labels=("channel",)
    )
    for channel, timing in sorted(meters.handling.items()):
        total, buckets = 0, []
        for bound, number in zip((*map(str, BOUNDS), "+Inf"), timing.buckets, strict=True):
            total += number
            buckets.append((bound, float(total)))
        took.add_metric((channel,), buckets, timing.seconds)
    yield from (counted, took)


def _gauge(name: str, says: str, value: float) -> Metric:
    family = GaugeMetricFamily(f"flagpost_{name}", says)
    family.add_metric((), float(value))
    return family


def _age(facts: WatchedFacts, name: str) -> float:
    return watching.age(facts, getattr(facts.figures, name))
