"""Sound and film re-made: decoded and encoded anew, so that nothing but what is heard and seen is left.

A remaker: runs in the child of `bot/sandbox.py`. Sound becomes AAC in M4A, film H.264 with AAC in MP4: what every
browser and Telegram play. FFmpeg comes with PyAV's wheel; only containers that people's devices write are opened, and
none that could name another file or address.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from fractions import Fraction

import av
import av.filter
from av import audio, container, video
from av.codec.context import Flags
from av.stream import Disposition

from bot.evidence.remade import NotShown, Remade, ShownPiece, declined
from domain.evidence import Media

LONGEST_FILM = 300  # seconds; with its rate that is 40 MB, which Telegram takes
LONGEST_SOUND = 3600  # seconds
WORK, WAIT = 240, 420  # seconds of work and seconds in all after which what is there must do: less than the child has
LONG_SIDE, SHORT_SIDE = 1280, 720
MOST_FRAMES_A_SECOND = 30
MOST_PIXELS = 9_000_000  # of one frame: 4K
_FILM_RATE, _SOUND_RATE = 1_000_000, 64_000  # bits a second, at most

_CONTAINERS = "aac,amr,amrnb,amrwb,asf,avi,flac,flv,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegvideo,ogg,wav"
_OPEN = {"format_whitelist": _CONTAINERS, "protocol_whitelist": "none"}
_WRITE = {"fflags": "+bitexact", "movflags": "+faststart"}
_BROKEN = (av.error.FFmpegError, ValueError, OverflowError, ZeroDivisionError)


def remake(data: bytes) -> Remade:
    """A recording as reviewers hear or see it; declines what cannot be decoded, and what has neither sound nor film."""
    try:
        with av.open(io.BytesIO(data), "r", options=_OPEN, metadata_errors="ignore") as source:
            film = next((one for one in source.streams.video if not _is_cover(one)), None)
            sound = next(iter(source.streams.audio), None)
            made = _Making(source, film, sound)
            return made.made()
    except MemoryError as full:
        raise declined(NotShown.TOO_HEAVY) from full
    except _BROKEN as broken:
        raise declined(NotShown.BROKEN) from broken


def _is_cover(stream: video.VideoStream) -> bool:
    """Whether it is the picture on a song, which may show anybody."""
    return bool(stream.disposition & Disposition.attached_pic)


class _Making:
    """One recording on its way from old to new."""

    def __init__(
        self,
        source: container.InputContainer,
        film: video.VideoStream | None,
        sound: audio.AudioStream | None,
    ) -> None:
        if film is not None and film.width * film.height > MOST_PIXELS:
            raise declined(NotShown.TOO_HEAVY)
        self._source = source
        self._film, self._sound = film, sound
        self._longest = LONGEST_SOUND if film is None else LONGEST_FILM
        self._began, self._began_at = time.process_time(), time.monotonic()
        self._begins: float | None = None
        self._reached = 0.0
        self._has_film = False
        self._out = io.BytesIO()

    def made(self) -> Remade:
        with av.open(self._out, "w", format="mp4", options=_WRITE, io_open=self._read_again) as target:
            self._copy(target)
        if not self._reached:
            raise declined(NotShown.BROKEN)
        media = Media.FILM if self._has_film else Media.SOUND
        part = max(1, round(self._reached))
        whole = max(part, self._length())
        return Remade(pieces=(ShownPiece(media=media, data=self._out.getvalue()),), whole=whole, part=part)

    def _read_again(self, name: str, flags: int, options: dict[str, str]) -> io.BytesIO:
        """What the muxer asks for when it moves the index to the front, so that a page can play before all has come."""
        return io.BytesIO(self._out.getvalue())

    def _length(self) -> int:
        """Seconds, as far as the recording tells; where it went to its end, that is what counts."""
        told = (self._source.duration or 0) / av.time_base
        return round(told) if self._reached >= self._longest - 1 or self._is_tired() else 0

    def _copy(self, target: container.OutputContainer) -> None:
        streams = [stream for stream in (self._film, self._sound) if stream is not None]
        if not streams:
            raise declined(NotShown.NOTHING_INSIDE)
        pictures = _Pictures(target)
        sounds = None if self._sound is None else _Sounds(target, self._sound)
        held: list[tuple[audio.AudioFrame, float]] = []  # sound that comes before the first picture: a file's streams
        for frame in self._frames(streams):  # are all to be named before anything is written
            if isinstance(frame, video.VideoFrame):
                pictures.take(frame, self._at(frame))
            elif isinstance(frame, audio.AudioFrame):
                held.append((frame, self._at(frame)))
            if sounds is not None and (self._film is None or pictures.has_begun):
                sounds.take_all(held)
        self._has_film = pictures.has_begun
        if sounds is not None:
            sounds.take_all(held)
            sounds.end()
        pictures.end()

    def _frames(self, streams: list[video.VideoStream | audio.AudioStream]) -> Iterator[object]:
        """Every frame that can be decoded, up to the longest that is shown; what is damaged is left out."""
        for stream in streams:
            stream.codec_context.thread_count = 2
        for packet in self._source.demux(streams):
            try:
                decoded = packet.decode()
            except av.error.InvalidDataError:
                continue
            for frame in decoded:
                if self._at(frame) > self._longest or self._is_tired():
                    return
                yield frame

    def _at(self, frame: object) -> float:
        """Seconds since the recording began."""
        at: float | None = getattr(frame, "time", None)
        if at is None:
            return self._reached
        if self._begins is None:
            self._begins = at
        at = max(0.0, at - self._begins)
        self._reached = max(self._reached, min(at + 0.02, self._longest))
        return at

    def _is_tired(self) -> bool:
        return time.process_time() - self._began > WORK or time.monotonic() - self._began_at > WAIT


class _Pictures:
    """The film's pictures: upright, no larger than a screen shows, thirty a second at most."""

    def __init__(self, target: container.OutputContainer) -> None:
        self._target = target
        self._stream: video.VideoStream | None = None
        self._graph: av.filter.Graph | None = None
        self._shape: tuple[object, ...] = ()
        self._next = 0.0

    @property
    def has_begun(self) -> bool:
        return self._stream is not None

    def take(self, frame: video.VideoFrame, at: float) -> None:
        if at < self._next:
            return
        self._next = max(self._next + 1 / MOST_FRAMES_A_SECOND, at - 1.0)
        shape = (frame.width, frame.height, frame.format.name, frame.rotation)
        if shape != self._shape:
            self._shape, self._graph = shape, _screen(frame, self._stream)
        assert self._graph is not None
        self._graph.push(frame)
        small = self._graph.pull()
        assert isinstance(small, video.VideoFrame)
        if self._stream is None:
            self._stream = self._begun(small)
        small.pts, small.time_base = round(at * 90_000), Fraction(1, 90_000)
        small.pict_type = video.frame.PictureType.NONE
        self._target.mux(self._stream.encode(small))

    def end(self) -> None:
        if self._stream is not None:
            self._target.mux(self._stream.encode(None))

    def _begun(self, small: video.VideoFrame) -> video.VideoStream:
        stream = self._target.add_stream("libx264", rate=MOST_FRAMES_A_SECOND)
        stream.width, stream.height, stream.pix_fmt = small.width, small.height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 90_000)
        stream.codec_context.thread_count = 2
        stream.codec_context.flags |= Flags.bitexact
        stream.options = {"preset": "veryfast", "crf": "27", "maxrate": str(_FILM_RATE), "bufsize": str(_FILM_RATE * 2)}
        return stream


def _screen(frame: video.VideoFrame, like: video.VideoStream | None) -> av.filter.Graph:
    """The filters that turn a frame upright and make it fit a screen, or the stream that has begun already."""
    turn = round(frame.rotation / 90) % 4
    width, height = (frame.height, frame.width) if turn % 2 else (frame.width, frame.height)
    long, short = max(width, height), min(width, height)
    scale = min(1.0, LONG_SIDE / long, SHORT_SIDE / short)
    wide, high = (max(2, round(side * scale / 2) * 2) for side in (width, height))
    if like is not None:
        wide, high = like.width, like.height
    graph = av.filter.Graph()
    chain = [
        graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 90_000))
    ]
    for filter_, given in [*_TURNS[turn], ("scale", f"{wide}:{high}"), ("setsar", "1"), ("format", "yuv420p")]:
        chain.append(graph.add(filter_, given))
    chain.append(graph.add("buffersink"))
    graph.link_nodes(*chain).configure()
    return graph


_TURNS: tuple[tuple[tuple[str, str], ...], ...] = (
    (),
    (("transpose", "cclock"),),
    (("hflip", ""), ("vflip", "")),
    (("transpose", "clock"),),
)


class _Sounds:
    """The sound: one channel, at a rate that every player knows."""

    def __init__(self, target: container.OutputContainer, source: audio.AudioStream) -> None:
        rate = next((rate for rate in (16_000, 24_000, 44_100) if (source.rate or 44_100) <= rate), 44_100)
        self._target = target
        self._stream = target.add_stream("aac", rate=rate, layout="mono")
        self._stream.bit_rate = _SOUND_RATE if rate == 44_100 else _SOUND_RATE // 2
        self._stream.codec_context.flags |= Flags.bitexact
        self._resampler = audio.resampler.AudioResampler(format="fltp", layout="mono", rate=rate, frame_size=1024)
        self._rate = rate
        self._written: int | None = None

    def take_all(self, held: list[tuple[audio.AudioFrame, float]]) -> None:
        for frame, at in held:
            self._take(frame, at)
        held.clear()

    def _take(self, frame: audio.AudioFrame, at: float) -> None:
        if self._written is None:
            self._written = round(at * self._rate)
        frame.pts = None
        self._put(self._resampler.resample(frame))

    def end(self) -> None:
        if self._written is not None:
            self._put(self._resampler.resample(None))
        self._target.mux(self._stream.encode(None))

    def _put(self, frames: list[audio.AudioFrame]) -> None:
        for frame in frames:
            frame.pts, frame.time_base = self._written, Fraction(1, self._rate)
            self._written = (self._written or 0) + frame.samples
            self._target.mux(self._stream.encode(frame))
