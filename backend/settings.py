"""The environment, read once, as one frozen value. Only main and cli read it."""

import re
from datetime import timedelta
from typing import Annotated, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "MISSION_"


class SettingsError(Exception):
    """A setting is missing or wrong; the message names its variable."""


def _without_slash(url: str) -> str:
    parts = urlsplit(url)
    _ = parts.port  # ValueError when it is none
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f"{url!r} is not an http:// or https:// address")
    return url.rstrip("/")


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone such as Europe/Paris") from error
    return name


def _sqlite_or_postgresql(url: str) -> str:
    """The address as it is; what is wrong never repeats it: it may hold a password."""
    try:
        kind = make_url(url).get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise ValueError(_DATABASES) from error
    if kind not in ("sqlite", "postgresql", "postgres"):
        raise ValueError(_DATABASES)
    return url


_DATABASES = "not an address such as sqlite:///var/mission-emploi.db or postgresql://user:password@host/mission"
Url = Annotated[str, AfterValidator(_without_slash)]
# A number as Twilio writes it in "To" when a message comes in, or a short code.
SMS_LINE = re.compile(r"\+[1-9]\d{7,14}|\d{3,8}")


def _as_twilio_writes_it(number: str) -> str:
    if number and not SMS_LINE.fullmatch(number):
        raise ValueError(f"{number!r} is not a number as Twilio writes it, such as +33939980000")
    return number


def _bot_token(token: str) -> str:
    """Neither is repeated when it is wrong: they are secrets."""
    if token and not re.fullmatch(r"\d+:[\w-]{30,}", token):
        raise ValueError("not a token as @BotFather gives it, such as 700000001:AA…")
    return token


def _webhook_secret(secret: str) -> str:
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise ValueError("1 to 256 letters without accents, digits, _ and - : Telegram takes no others")
    return secret


# Where Telegram posts: https, on one of these.
WEBHOOK_PORTS = (None, 443, 80, 88, 8443)


class Settings(BaseSettings):
    """See .env.example for each name. A channel without its settings is off."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    database_url: Annotated[str, AfterValidator(_sqlite_or_postgresql)] = "sqlite:///var/mission-emploi.db"
    data_dir: str = "var"
    public_url: Url = "http://localhost:8000"
    secret_key: str = Field(default="", repr=False)
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Europe/Paris"
    demo: bool = False
    # Messages that one person sends within so many seconds are one turn, with one reply.
    quiet_seconds: float = Field(default=2.0, ge=0, le=60)

    undo_minutes: float = Field(default=10, ge=0)

    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = Field(default="", repr=False)
    smtp_from: str = ""
    smtp_starttls: bool = True

    twilio_account_sid: str = ""
    twilio_auth_token: str = Field(default="", repr=False)
    twilio_from: Annotated[str, AfterValidator(_as_twilio_writes_it)] = ""
    twilio_api_url: Url = "https://api.twilio.com"

    telegram_token: Annotated[str, AfterValidator(_bot_token)] = Field(default="", repr=False)
    telegram_secret: Annotated[str, AfterValidator(_webhook_secret)] = Field(default="", repr=False)
    telegram_api_url: Url = "https://api.telegram.org"

    @model_validator(mode="after")
    def _whole_channels(self) -> Self:
        twilio = {n: getattr(self, n) for n in ("twilio_account_sid", "twilio_auth_token", "twilio_from")}
        missing = [PREFIX + name.upper() for name, value in twilio.items() if not value]
        if any(twilio.values()) and missing:
            raise ValueError(
                f"SMS needs {', '.join(missing)} too (or none of the three MISSION_TWILIO_… to leave it off)"
            )
        return self

    @property
    def mail_on(self) -> bool:
        return bool(self.smtp_host and self.smtp_from)

    @property
    def undo(self) -> timedelta:
        """How long a decision can be taken back; a demonstration does not wait unless it is told to."""
        if self.demo and "undo_minutes" not in self.model_fields_set:
            return timedelta(seconds=5)
        return timedelta(minutes=self.undo_minutes)

    @property
    def sms_on(self) -> bool:
        return bool(self.twilio_account_sid)

    @property
    def telegram_on(self) -> bool:
        return bool(self.telegram_token)

    @property
    def telegram_posts(self) -> bool:
        """Whether Telegram can post what people send to our address; it is asked for it otherwise."""
        address = urlsplit(self.public_url)
        return bool(self.telegram_secret) and address.scheme == "https" and address.port in WEBHOOK_PORTS

    def signing_key(self) -> str:
        """The key that signs sessions. Demonstrations have a fixed one; a real office must choose its own."""
        if self.secret_key and len(self.secret_key) < 32:
            raise SettingsError("MISSION_SECRET_KEY is too short: at least 32 characters are needed")
        if self.secret_key:
            return self.secret_key
        if self.demo:
            return "demonstration-only-key-never-used-with-real-people"
        raise SettingsError(
            "MISSION_SECRET_KEY is not set. Choose one: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )


def read_settings(**overrides: object) -> Settings:
    """The environment (and .env) as Settings. Raises SettingsError naming each variable that is wrong."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("; ".join(_say(line["loc"], line["msg"]) for line in error.errors())) from error


def _say(place: tuple[int | str, ...], message: str) -> str:
    name = PREFIX + str(place[0]).upper() + ": " if place else ""
    return name + message.removeprefix("Value error, ")
