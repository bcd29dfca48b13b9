"""The aiogram webhook of `aiogram_webhook.py` with one committed PostgreSQL insert for every update.

Arguments: port, path, secret, database. It answers in the HTTP reply once the row is committed; eight connections, each used
by one update at a time.
"""

import asyncio
import sys

import psycopg
import uvloop
from aiogram import Bot, Dispatcher
from aiogram.methods import SendMessage
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

CONNECTIONS = 8
port, path, secret, database = sys.argv[1:]
idle: asyncio.Queue[psycopg.AsyncConnection] = asyncio.Queue()


async def connect(application: web.Application) -> None:
    for number in range(CONNECTIONS):
        connection = await psycopg.AsyncConnection.connect(database, autocommit=True)
        if number == 0:
            await connection.execute(
                "CREATE TABLE IF NOT EXISTS said (id BIGSERIAL PRIMARY KEY, chat BIGINT, words TEXT)"
            )
        idle.put_nowait(connection)


async def answer(message: Message) -> SendMessage:
    connection = await idle.get()
    try:
        await connection.execute("INSERT INTO said (chat, words) VALUES (%s, %s)", (message.chat.id, message.text))
    finally:
        idle.put_nowait(connection)
    return SendMessage(chat_id=message.chat.id, text=f"已收到：{message.text}")


dispatcher = Dispatcher()
dispatcher.message.register(answer)
application = web.Application()
application.on_startup.append(connect)
handler = SimpleRequestHandler(dispatcher, Bot("4200001:AApeer"), handle_in_background=False, secret_token=secret)
handler.register(application, path=path)
web.run_app(application, host="127.0.0.1", port=int(port), access_log=None, print=None, loop=uvloop.new_event_loop())
