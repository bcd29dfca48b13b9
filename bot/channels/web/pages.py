"""Pages and their assets: templates, style and scripts out of the package, under headers that let nothing else in."""

import functools
import hashlib
from collections.abc import Mapping
from importlib import resources

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot import page_words

POLICY = (
    "default-src 'self'; "
    "img-src 'self' blob:; "  # blob: is how a page shows the picture that is being sent
    "media-src 'self' blob:; "  # blob: is what was just recorded, to be listened to before it is sent
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
GUARD: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(self), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NO_TRACE: Mapping[str, str] = {**GUARD, "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}

_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.PackageLoader("bot", "pages"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def locale_for(request: Request, otherwise: str) -> str:
    """Say which language this page is wanted in: `?lang=`, then the browser's, then the office's."""
    return page_words.locale_of(request.query_params.get("lang"), request.headers.get("accept-language", ""), otherwise)


def demo_note(locale: str) -> str:
    """What a demo says on top of its pages, in the reader's language."""
    return page_words.table(locale, "demo")["tag"]


def page(name: str, *, headers: Mapping[str, str] = NO_TRACE, status: int = 200, **values: object) -> Response:
    """Render one template; unless told otherwise, no cache keeps it."""
    return HTMLResponse(_ENVIRONMENT.get_template(name).render(**values), status_code=status, headers=dict(headers))


def tagged(response: Response) -> Response:
    """Give an answer the mark of its content (ETag)."""
    response.headers["ETag"] = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:24]}"'
    return response


def unless_known(request: Request, response: Response) -> Response:
    """A tagged answer; where whoever asks has this very one, only that it is so still (304)."""
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if response.status_code != 200 or response.headers["ETag"] not in known:
        return response
    headers = {
        name: value for name, value in response.headers.items() if name not in ("content-length", "content-type")
    }
    return Response(status_code=304, headers=headers)


def assets(prefix: str) -> Route:
    """Serve style, scripts and icons under `prefix`; only files that are in the package can be asked for."""
    return Route(prefix + "/{name}", _asset, methods=["GET"])


@functools.cache
def _files() -> Mapping[str, bytes]:
    folder = resources.files("bot").joinpath("pages", "static")
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}


async def _asset(request: Request) -> Response:
    name = str(request.path_params["name"])
    body = _files().get(name)
    if body is None:
        return Response(status_code=404, headers=dict(GUARD))
    headers = {**GUARD, "Cache-Control": "no-cache"}
    return unless_known(request, tagged(Response(body, media_type=_KINDS[name[name.rindex(".") :]], headers=headers)))
