"""The peer from outside: an aiogram webhook that stores nothing and answers in the HTTP reply.

Arguments: port, path, secret. It gets the same event loop as the bot, which is faster than the one it comes with.
"""

import sys

import uvloop
from aiogram import Bot, Dispatcher
from aiogram.methods import SendMessage
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web


async def answer(message: Message) -> SendMessage:
    return SendMessage(chat_id=message.chat.id, text=f"已收到：{message.text}")


port, path, secret = sys.argv[1:]
dispatcher = Dispatcher()
dispatcher.message.register(answer)
application = web.Application()
handler = SimpleRequestHandler(dispatcher, Bot("4200001:AApeer"), handle_in_background=False, secret_token=secret)
handler.register(application, path=path)
web.run_app(application, host="127.0.0.1", port=int(port), access_log=None, print=None, loop=uvloop.new_event_loop())
