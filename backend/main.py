"""The composition root: settings → database, channels, loops, web app. Nobody imports it but the command line."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, func, select

from admin.console import mount_console
from admin.employer_site import employer_routes
from admin.rules import Rules
from backend.agenda_routes import calendar_routes
from backend.database import connect, reading, transaction
from backend.demo import PHONE_LINE
from backend.fetching import Fetcher
from backend.mailing import SmtpMailer
from backend.messaging import inbox
from backend.messaging.delivery import Delivery, note_report
from backend.messaging.tables import InboundMessage, Line, OutboundMessage
from backend.messaging.thread import read_thread
from backend.network.tables import Office
from backend.people.contacts import deactivate
from backend.placement import post, silence
from backend.placement.sending import still_true
from backend.ports import Channel, Clock, DeliveryError, SystemClock
from backend.reference import occupations
from backend.settings import Settings
from backend.values import Inbound, Json
from bot.dispatch import Dispatch
from bot.handlers.phone import PhoneChannel, phone_routes
from bot.handlers.sms import SmsChannel, sms_routes
from bot.handlers.telegram import TelegramChannel, bot_address, telegram_routes
from bot.jobs import JOBS, Job

log = logging.getLogger(__name__)

# A message whose sending hangs longer than a channel's own time-out was left by a process that died.
RECLAIM_AFTER = timedelta(seconds=30)


@dataclass
class Service:
    """Everything that runs, wired. `received` is called by a webhook once its row is safe."""

    settings: Settings
    engine: Engine
    clock: Clock
    channels: Mapping[str, Channel]
    dispatch: Dispatch
    delivery: Delivery
    fetcher: Fetcher | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def accept(self, message: Inbound) -> None:
        """Record one message, and wake the dispatcher. From any thread."""
        with transaction(self.engine) as session:
            inbox.accept(session, message)
        if self._loop:
            self._loop.call_soon_threadsafe(self._arrived.set)

    def note_status(self, provider_id: str, status: str, error: DeliveryError | None, row_id: int | None) -> None:
        with transaction(self.engine) as session:
            note_report(session, "sms", provider_id, status, error, row_id, self.clock.now())

    def phone_thread(self, number: str) -> list[dict[str, Json]]:
        """What the demonstration phone with that number shows."""
        with reading(self.engine) as session:
            return read_thread(session, "phone", number)

    async def handle_for_ever(self, every_s: float = 1.0) -> None:
        """Handle what arrives, at once when woken; another process's messages are found by looking."""
        self._loop = asyncio.get_running_loop()
        while True:
            try:
                if await asyncio.to_thread(self.dispatch.handle_waiting):
                    self.delivery.wake()
                    if self.fetcher:
                        self.fetcher.wake()
            except Exception:
                log.exception("dispatch failed; trying again")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), every_s)
            self._arrived.clear()

    def deliver_mail(self) -> int:
        """Send the letters to employers that are due; without a mail server they become tasks."""
        return post.deliver(self.engine, _mailer(self.settings), self.clock.now)

    def watch_employers(self) -> None:
        with transaction(self.engine) as session:
            silence.watch_employers(session, self.settings.public_url, self.clock.now())

    def run_job(self, job: Job) -> None:
        with transaction(self.engine) as session:
            job.run(session, self.clock.now())


def build(settings: Settings, clock: Clock | None = None, reclaim_after: timedelta = RECLAIM_AFTER) -> Service:
    """The service of these settings, with its database open. Nothing runs yet."""
    clock = clock or SystemClock(settings.timezone)
    engine = connect(settings.database_url)
    channels = _channels(settings)
    nomenclature = nomenclature_of(settings)
    delivery = Delivery(engine, channels, clock, reclaim_after, still_true, deactivate)
    telegram, folder = channels.get("telegram"), documents_folder(settings)
    return Service(
        settings, engine, clock, channels,
        Dispatch(engine, clock, nomenclature, timedelta(seconds=settings.quiet_seconds)), delivery,
        Fetcher(engine, clock, telegram, folder, nomenclature, delivery.wake)
        if isinstance(telegram, TelegramChannel) else None,
    )  # fmt: skip


def _mailer(settings: Settings) -> SmtpMailer | None:
    if not settings.mail_on:
        return None
    return SmtpMailer(
        settings.smtp_host, settings.smtp_port, settings.smtp_user, settings.smtp_password, settings.smtp_from,
        settings.smtp_starttls,
    )  # fmt: skip


def _channels(settings: Settings) -> dict[str, Channel]:
    channels: dict[str, Channel] = {}
    if settings.sms_on:
        channels["sms"] = SmsChannel(
            settings.twilio_account_sid, settings.twilio_auth_token, settings.public_url, settings.twilio_api_url
        )
    if settings.telegram_on:
        channels["telegram"] = TelegramChannel(settings.telegram_token, settings.telegram_api_url)
    if settings.demo:
        channels["phone"] = PhoneChannel()
    return channels


def documents_folder(settings: Settings) -> Path:
    """Where the CVs that people sent are kept, out of any web server's reach."""
    return Path(settings.data_dir) / "documents"


def rome_path(settings: Settings) -> Path:
    """Where `import-rome` writes, and where the service looks."""
    return Path(settings.data_dir) / "rome.json.gz"


def nomenclature_of(settings: Settings) -> Callable[[], occupations.Nomenclature]:
    """Our lexicon, with the official archive when it was imported."""
    path = rome_path(settings)
    if not path.exists():
        return occupations.default
    known = occupations.nomenclature(path)
    return lambda: known


def create_app(service: Service) -> FastAPI:
    """The web app: webhooks, console, demonstration phone, and the loops that run as long as it does."""
    settings = service.settings

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        scheduler = _scheduler(service)
        work = [service.handle_for_ever(), service.delivery.run()]
        work += [_learn_the_bots_name(service), _listen_to_telegram(service)] if settings.telegram_on else []
        work += [service.fetcher.run()] if service.fetcher else []
        loops = [asyncio.create_task(each) for each in work]
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)

    app = FastAPI(title="mission-emploi", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_api_route("/health", lambda: health(service))
    app.add_api_route("/", lambda: RedirectResponse("/console"), include_in_schema=False)
    if settings.sms_on:
        app.include_router(
            sms_routes(
                settings.twilio_auth_token, settings.public_url, service.accept, service.note_status, service.clock
            )
        )
    if settings.telegram_on and settings.telegram_posts:
        app.include_router(_telegram_webhook(service))
    if settings.demo:
        app.include_router(phone_routes(service.accept, service.phone_thread, service.clock, PHONE_LINE))
    app.include_router(employer_routes(service.engine, service.clock))
    app.include_router(calendar_routes(service.engine, settings.timezone, service.clock.now))
    mount_console(
        app, service.engine, service.clock, settings.signing_key(), settings.timezone,
        https=settings.public_url.startswith("https://"), demo=settings.demo,
        rules=Rules(settings.undo, settings.public_url, settings.mail_on, documents_folder(settings)),
    )  # fmt: skip
    return app


def _scheduler(service: Service) -> BackgroundScheduler:
    scheduler = BackgroundScheduler(
        timezone=service.settings.timezone, job_defaults={"coalesce": True, "max_instances": 1}
    )
    for job in JOBS:
        if job.every_s is not None:
            scheduler.add_job(service.run_job, "interval", args=[job], seconds=job.every_s, name=job.name)
        elif job.at is not None:
            hour, minute = job.at
            scheduler.add_job(service.run_job, "cron", args=[job], hour=hour, minute=minute, name=job.name)
    scheduler.add_job(service.deliver_mail, "interval", seconds=5, name="letters to employers leave")
    scheduler.add_job(service.watch_employers, "interval", seconds=600, name="employers' silence")
    return scheduler


def health(service: Service) -> Response | dict[str, Any]:
    """Whether the database answers, which channels are on, and what waits. 503 when the database does not answer."""
    try:
        with reading(service.engine) as session:
            waiting = {"inbox": _waiting_in(session), "outbox": _waiting_out(session, service)}
            session.connection().execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        log.warning("health: %s", error)
        return Response('{"status":"the database does not answer"}', 503, media_type="application/json")
    return {"status": "ok", "channels": sorted(service.channels), "waiting": waiting}


def _waiting_in(session: Session) -> int:
    waits = select(func.count()).select_from(InboundMessage).where(
        col(InboundMessage.handled_at).is_(None), col(InboundMessage.set_aside_at).is_(None)
    )  # fmt: skip
    return session.exec(waits).one()


def _waiting_out(session: Session, service: Service) -> int:
    due = select(func.count()).select_from(OutboundMessage).where(
        col(OutboundMessage.status).in_(("queued", "sending")), OutboundMessage.not_before <= service.clock.now()
    )  # fmt: skip
    return session.exec(due).one()


def _telegram_webhook(service: Service) -> APIRouter:
    return telegram_routes(service.settings.telegram_secret, _telegram(service), service.accept, service.clock)


def _telegram(service: Service) -> TelegramChannel:
    channel = service.channels["telegram"]
    assert isinstance(channel, TelegramChannel)
    return channel


async def _learn_the_bots_name(service: Service) -> None:
    """The name of which deep links are made is written with the office's line; asked again while Telegram is away."""
    while True:
        try:
            name = await _telegram(service).user_name()
            await asyncio.to_thread(_note_bots_name, service, name)
            return
        except DeliveryError as error:
            log.warning("Telegram does not say the bot's name: %s", error)
            await asyncio.sleep(60)


def _note_bots_name(service: Service, name: str) -> None:
    with transaction(service.engine) as session:
        mine = Line.channel == "telegram", Line.address == _telegram(service).address
        for line in session.exec(select(Line).where(*mine)).all():
            line.name = name
            session.add(line)


async def _listen_to_telegram(service: Service) -> None:
    """Ask Telegram to post here, or ask it for its updates: an address that it does not take leaves nobody unheard.

    While Telegram does not answer, it is asked again.
    """
    channel, settings = _telegram(service), service.settings
    while settings.telegram_posts:
        try:
            await channel.open_webhook(settings.public_url, settings.telegram_secret)
            return
        except DeliveryError as error:
            if error.permanent:
                log.warning("Telegram will not post to %s, it is asked for updates: %s", settings.public_url, error)
                break
            log.warning("Telegram refuses the webhook: %s", error)
            await asyncio.sleep(60)
    await channel.poll(service.accept, service.clock)


def adopt_lines(service: Service) -> list[str]:
    """Give the channels' addresses to the office when there is only one. What is still missing, in words."""
    addresses = {"sms": service.settings.twilio_from} if service.settings.sms_on else {}
    if service.settings.telegram_on:
        addresses["telegram"] = bot_address(service.settings.telegram_token)
    missing: list[str] = []
    with transaction(service.engine) as session:
        offices = session.exec(select(Office)).all()
        for channel, address in addresses.items():
            if session.exec(select(Line).where(Line.channel == channel)).first():
                continue
            if len(offices) == 1 and offices[0].id is not None:
                session.add(Line(office_id=offices[0].id, channel=channel, address=address))
            else:
                missing.append(
                    f"no office has the {channel} line {address}: mission-emploi office line CODE {channel} {address}"
                )
    return missing
