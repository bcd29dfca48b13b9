"""People at the stand-in Telegram: what they do becomes updates, as the real one would write them.

Used by tests through `TelegramServer.user`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.telegram.telegram_chats import File, Message

if TYPE_CHECKING:
    from tests.telegram.telegram_server import TelegramServer


class User:
    """One person in a private chat with the bot. What is pressed and edited is what this person sees now."""

    def __init__(self, server: TelegramServer, number: int, language: str) -> None:
        self._server = server
        self.id = number
        self.profile = {"id": number, "is_bot": False, "first_name": f"Person {number}", "language_code": language}
        self.chat = {"id": number, "type": "private", "first_name": f"Person {number}"}

    @property
    def sees(self) -> list[Message]:
        """Everything in the chat, oldest first."""
        return self._server.chat(self.id)

    @property
    def hints(self) -> list[str]:
        """What was shown over the buttons that this person pressed, oldest first."""
        return self._server.methods.hints.get(self.id, [])

    def says(self, text: str) -> int:
        """Send words; returns the update's id, as all of these do."""
        return self._sends(Message(0, self.id, False, text=text))

    def starts(self, payload: str = "") -> int:
        """Press Start, or follow a link t.me/bot?start=payload."""
        return self.says(f"/start {payload}".strip())

    def presses(self, label: str) -> int:
        """Press the newest button that says so."""
        for message in reversed(self.sees):
            for button in (button for row in message.keyboard for button in row):
                if message.is_from_bot and button["text"] == label:
                    return self.presses_data(button["callback_data"], message)
        shown = [label for message in self.sees for label in message.labels]
        raise AssertionError(f"no button says {label!r}; there are {shown}")

    def presses_data(self, data: str, message: Message | None = None) -> int:
        """Press a button that holds this data, also one that was never shown (forged)."""
        shown = message or Message(1, self.id, True, text="…")
        press = {
            "id": self._server.methods.new_press(self.id),
            "from": self.profile,
            "chat_instance": "1",
            "data": data,
            "message": shown.as_json(self.chat, self._server.me),
        }
        return self._server.push({"callback_query": press}, chat_id=self.id)

    def edits(self, text: str) -> int:
        """Change the last message this person wrote."""
        message = next(message for message in reversed(self.sees) if not message.is_from_bot)
        message.text = text
        changed = message.as_json(self.chat, self.profile) | {"edit_date": 1_780_000_060}
        return self._server.push({"edited_message": changed}, chat_id=self.id)

    def sends_photo(self, content: bytes, caption: str = "") -> int:
        """Send a picture as a photo."""
        return self._sends(Message(0, self.id, False, text=caption, file=self._keep("photo", content)))

    def sends_album(self, contents: list[bytes], caption: str = "") -> list[int]:
        """Send several photos at once: they arrive one by one under one album number, words with the first alone."""
        album = self._server.methods.new_album()
        files = [self._keep("photo", content) for content in contents]
        return [
            self._sends(Message(0, self.id, False, text="" if place else caption, file=file, album=album))
            for place, file in enumerate(files)
        ]

    def sends_document(self, content: bytes, name: str, caption: str = "") -> int:
        """Send a picture or anything else as a file."""
        return self._sends(Message(0, self.id, False, text=caption, file=self._keep("document", content, name)))

    def sends_voice(self, content: bytes) -> int:
        """Speak."""
        file = self._keep("voice", content)
        return self.sends(voice={**described(file), "duration": 3, "mime_type": "audio/ogg"})

    def sends_video(self, content: bytes) -> int:
        """Send a film."""
        file = self._keep("video", content)
        return self.sends(video={**described(file), "width": 640, "height": 480, "duration": 3})

    def sends_location(self, latitude: float, longitude: float) -> int:
        """Send a place on the map."""
        return self.sends(location={"latitude": latitude, "longitude": longitude})

    def sends(self, **content: Any) -> int:
        """Send a message of any other kind, by the fields the Bot API writes."""
        message = Message(0, self.id, False).as_json(self.chat, self.profile)
        del message["text"]
        message["message_id"] = self._server.chats.add(Message(0, self.id, False)).message_id
        self._server.chats.open(self.chat)
        return self._server.push({"message": message | content}, chat_id=self.id)

    def blocks_the_bot(self) -> None:
        """From now on nothing reaches this person."""
        self._server.chats.blocked.add(self.id)

    def _keep(self, kind: str, content: bytes, name: str = "") -> File:
        return self._server.chats.keep(kind, content, name)

    def _sends(self, message: Message) -> int:
        self._server.chats.open(self.chat)
        self._server.chats.add(message)
        return self._server.push({"message": message.as_json(self.chat, self.profile)}, chat_id=self.id)


def described(file: File) -> dict[str, Any]:
    """A file as the Bot API writes it."""
    return {"file_id": file.file_id, "file_unique_id": f"u{file.file_id}", "file_size": len(file.content)}
