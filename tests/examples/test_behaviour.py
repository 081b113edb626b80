"""One behaviour suite over both FastAPI examples: layered or tangled, clients must not see a difference.

Another project's folder, in the variable `BEHAVING_PROJECT`, is put to the same tests instead.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

OTHER = os.environ.get("BEHAVING_PROJECT")
PROJECTS = (OTHER,) if OTHER else ("layered_fastapi", "tangled_fastapi")
EXAMPLES = Path(__file__).parents[2] / "examples"
TANGLED = "LAYERLINT_TANGLED"
SECRET_KEY = "a secret key that is long enough for HS256"
MONDAY = date(2090, 1, 2)

pytestmark = pytest.mark.anyio
Json = dict[str, Any]


@cache
def app_factory(project: str) -> Callable[[], FastAPI]:
    """The project's `create_app`, leaving `sys.modules` as it was: both packages are called `app`.

    A rewritten tangled one stands in a folder that the environment names.
    """

    def take_out() -> dict[str, Any]:
        names = [name for name in sys.modules if name.partition(".")[0] == "app"]
        return {name: sys.modules.pop(name) for name in names}

    folder = EXAMPLES / project
    if project == "tangled_fastapi":
        folder = Path(os.environ.get(TANGLED, folder))
    root, before = str(folder), take_out()
    sys.path.insert(0, root)
    try:
        create_app: Callable[[], FastAPI] = importlib.import_module("app.main").create_app
        return create_app
    finally:
        sys.path.remove(root)
        take_out()
        sys.modules.update(before)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with the lowest cost: the default one is slow on purpose."""
    cheap = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
    monkeypatch.setattr(PasswordHash, "recommended", lambda: cheap)


@pytest.fixture(params=PROJECTS)
def app(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setenv("APP_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    monkeypatch.setenv("APP_SECRET_KEY", SECRET_KEY)
    return app_factory(request.param)()


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client,
    ):
        yield client


class User:
    """A registered user who talks to the service."""

    def __init__(self, client: httpx.AsyncClient, identity: int, token: str) -> None:
        self.client = client
        self.id = identity
        self.headers = {"Authorization": f"Bearer {token}"}

    async def get(self, url: str, **params: Any) -> httpx.Response:
        return await self.client.get(url, params=params, headers=self.headers)

    async def post(self, url: str, json: Any = None) -> httpx.Response:
        return await self.client.post(url, json=json, headers=self.headers)

    async def patch(self, url: str, json: Any) -> httpx.Response:
        return await self.client.patch(url, json=json, headers=self.headers)

    async def offer(self, capacity: int = 4, nightly_price: int = 10_000) -> int:
        room = {"name": "Attic", "capacity": capacity, "nightly_price": nightly_price}
        return int(expect(await self.post("/rooms", room), 201)["id"])

    async def request(self, room_id: int, arrival: date = MONDAY, nights: int = 2, guests: int = 2) -> httpx.Response:
        return await self.post("/bookings", stay(room_id, arrival, nights, guests))

    async def book(self, room_id: int, arrival: date = MONDAY, nights: int = 2) -> int:
        return int(expect(await self.request(room_id, arrival, nights), 201)["id"])

    async def answer(self, booking_id: int, action: str) -> httpx.Response:
        body = {"reason": "The roof is being repaired"} if action == "decline" else None
        return await self.post(f"/bookings/{booking_id}/{action}", body)


class World:
    """The service, with a host, a guest and a stranger."""

    def __init__(self, client: httpx.AsyncClient, host: User, guest: User, stranger: User) -> None:
        self.client = client
        self.host = host
        self.guest = guest
        self.stranger = stranger


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with running(app) as client:
        yield client


@pytest.fixture
async def world(client: httpx.AsyncClient) -> World:
    return World(client, *[await join(client, name) for name in ("host", "guest", "stranger")])


def expect(response: httpx.Response, status: int) -> Any:
    """The body of a response of this status."""
    assert response.status_code == status, response.text
    return response.json()


def stay(room_id: int, arrival: date = MONDAY, nights: int = 2, guests: int = 2) -> Json:
    departure = arrival + timedelta(nights)
    return {"room_id": room_id, "arrival": str(arrival), "departure": str(departure), "guests": guests}


def account(name: str) -> Json:
    return {"email": f"{name}@example.com", "full_name": name.title(), "password": f"{name}-password"}


async def log_in(client: httpx.AsyncClient, email: str, password: str) -> httpx.Response:
    return await client.post("/auth/token", data={"username": email, "password": password})


async def join(client: httpx.AsyncClient, name: str) -> User:
    data = account(name)
    user = expect(await client.post("/users", json=data), 201)
    token = expect(await log_in(client, data["email"], data["password"]), 200)
    return User(client, user["id"], token["access_token"])


class TestUsers:
    async def test_registration_answers_without_the_password(self, client: httpx.AsyncClient) -> None:
        response = await client.post("/users", json=account("ada") | {"email": "Ada@Example.com"})
        assert expect(response, 201) == {"id": 1, "email": "ada@example.com", "full_name": "Ada"}

    @pytest.mark.parametrize("email", ["ada@example.com", "ADA@example.com"])
    async def test_an_email_registers_once(self, client: httpx.AsyncClient, email: str) -> None:
        expect(await client.post("/users", json=account("ada")), 201)
        response = await client.post("/users", json=account("ada") | {"email": email})
        assert expect(response, 409) == {"detail": "Email ada@example.com is already registered"}

    @pytest.mark.parametrize(
        ("change", "problems"),
        [
            ({"password": "short"}, {"password": "String should have at least 8 characters"}),
            ({"password": "x" * 129}, {"password": "String should have at most 128 characters"}),
            ({"full_name": ""}, {"full_name": "String should have at least 1 character"}),
            ({"full_name": None}, {"full_name": "Input should be a valid string"}),
        ],
    )
    async def test_registration_is_validated(self, client: httpx.AsyncClient, change: Json, problems: Json) -> None:
        response = await client.post("/users", json=account("ada") | change)
        assert expect(response, 422) == {"detail": problems}

    async def test_registration_needs_an_email(self, client: httpx.AsyncClient) -> None:
        response = await client.post("/users", json=account("ada") | {"email": "nobody"})
        assert list(expect(response, 422)["detail"]) == ["email"]

    async def test_me(self, world: World) -> None:
        me = expect(await world.guest.get("/users/me"), 200)
        assert me == {"id": world.guest.id, "email": "guest@example.com", "full_name": "Guest"}

    async def test_an_update_changes_only_what_it_names(self, world: World) -> None:
        changed = expect(await world.guest.patch("/users/me", {"full_name": "Grace"}), 200)
        assert changed == {"id": world.guest.id, "email": "guest@example.com", "full_name": "Grace"}
        assert expect(await world.guest.patch("/users/me", {}), 200) == changed
        assert expect(await world.guest.get("/users/me"), 200) == changed
        expect(await log_in(world.client, "guest@example.com", "guest-password"), 200)

    async def test_a_new_password_replaces_the_old_one(self, world: World) -> None:
        expect(await world.guest.patch("/users/me", {"password": "another-password"}), 200)
        expect(await log_in(world.client, "guest@example.com", "guest-password"), 401)
        expect(await log_in(world.client, "guest@example.com", "another-password"), 200)

    @pytest.mark.parametrize(
        ("change", "problems"),
        [
            ({"password": "short"}, {"password": "String should have at least 8 characters"}),
            ({"password": "x" * 129}, {"password": "String should have at most 128 characters"}),
            ({"password": 12345678}, {"password": "Input should be a valid string"}),
            ({"full_name": ""}, {"full_name": "String should have at least 1 character"}),
            ({"full_name": "x" * 101}, {"full_name": "String should have at most 100 characters"}),
            ({"full_name": ["Grace"]}, {"full_name": "Input should be a valid string"}),
        ],
    )
    async def test_an_update_is_validated(self, world: World, change: Json, problems: Json) -> None:
        assert expect(await world.guest.patch("/users/me", change), 422) == {"detail": problems}
        assert expect(await world.guest.get("/users/me"), 200)["full_name"] == "Guest"

    async def test_users_come_in_pages(self, world: World) -> None:
        page = expect(await world.guest.get("/users", limit=2, offset=1), 200)
        assert [user["full_name"] for user in page["items"]] == ["Guest", "Stranger"]
        assert page["total"] == 3
        assert page["items"][0] == {"id": 2, "email": "guest@example.com", "full_name": "Guest"}

    @pytest.mark.parametrize(
        ("params", "problems"),
        [
            ({"limit": 0}, {"limit": "Input should be greater than or equal to 1"}),
            ({"limit": 101}, {"limit": "Input should be less than or equal to 100"}),
            ({"offset": -1}, {"offset": "Input should be greater than or equal to 0"}),
        ],
    )
    async def test_pages_have_limits(self, world: World, params: Json, problems: Json) -> None:
        assert expect(await world.guest.get("/users", **params), 422) == {"detail": problems}


class TestAuthentication:
    async def test_login_gives_a_bearer_token(self, world: World) -> None:
        body = expect(await log_in(world.client, "Guest@Example.com", "guest-password"), 200)
        assert sorted(body) == ["access_token", "token_type"]
        assert body["token_type"] == "bearer"

    @pytest.mark.parametrize(
        ("email", "password"),
        [("guest@example.com", "wrong-password"), ("nobody@example.com", "guest-password")],
    )
    async def test_wrong_credentials(self, world: World, email: str, password: str) -> None:
        response = await log_in(world.client, email, password)
        assert expect(response, 401) == {"detail": "Incorrect email or password"}
        assert response.headers["WWW-Authenticate"] == "Bearer"

    async def test_login_needs_a_password(self, client: httpx.AsyncClient) -> None:
        response = await client.post("/auth/token", data={"username": "ada@example.com"})
        assert expect(response, 422) == {"detail": {"password": "Field required"}}

    @pytest.mark.parametrize(
        ("method", "url"),
        [
            ("GET", "/users"),
            ("GET", "/users/me"),
            ("PATCH", "/users/me"),
            ("POST", "/rooms"),
            ("POST", "/bookings"),
            ("GET", "/bookings"),
            ("GET", "/bookings/1"),
            ("POST", "/bookings/1/confirm"),
            ("POST", "/bookings/1/decline"),
            ("POST", "/bookings/1/cancel"),
        ],
    )
    async def test_a_token_is_needed(self, client: httpx.AsyncClient, method: str, url: str) -> None:
        assert expect(await client.request(method, url, json={}), 401) == {"detail": "Not authenticated"}

    @pytest.mark.parametrize(
        ("claims", "key"),
        [
            ({"sub": "1", "exp": 4_000_000_000}, "another key that is long enough for HS256"),
            ({"sub": "1", "exp": 1_000_000_000}, SECRET_KEY),
            ({"sub": "99", "exp": 4_000_000_000}, SECRET_KEY),
        ],
        ids=["forged", "expired", "of nobody"],
    )
    async def test_the_token_must_be_valid(self, world: World, claims: Json, key: str) -> None:
        response = await User(world.client, 1, jwt.encode(claims, key, "HS256")).get("/users/me")
        assert expect(response, 401) == {"detail": "Invalid token"}
        assert response.headers["WWW-Authenticate"] == "Bearer"


class TestRooms:
    async def test_a_room_belongs_to_its_host(self, world: World) -> None:
        data = {"name": "Attic", "capacity": 2, "nightly_price": 9_900}
        room = expect(await world.host.post("/rooms", data), 201)
        assert room == {"id": 1, "host_id": world.host.id} | data
        assert expect(await world.client.get("/rooms/1"), 200) == room

    async def test_missing_room(self, client: httpx.AsyncClient) -> None:
        assert expect(await client.get("/rooms/7"), 404) == {"detail": "Room 7 does not exist"}

    @pytest.mark.parametrize(
        ("field", "value", "problem"),
        [
            ("name", "", "String should have at least 1 character"),
            ("capacity", 0, "Input should be greater than or equal to 1"),
            ("nightly_price", 0, "Input should be greater than 0"),
        ],
    )
    async def test_a_room_is_validated(self, world: World, field: str, value: Any, problem: str) -> None:
        data = {"name": "Attic", "capacity": 2, "nightly_price": 9_900} | {field: value}
        assert expect(await world.host.post("/rooms", data), 422) == {"detail": {field: problem}}

    async def test_rooms_come_in_pages_and_by_capacity(self, world: World) -> None:
        rooms = [await world.host.offer(capacity) for capacity in (1, 2, 3, 4)]
        page = expect(await world.client.get("/rooms", params={"min_capacity": 2, "limit": 2}), 200)
        assert [room["id"] for room in page["items"]] == rooms[1:3]
        assert page["total"] == 3
        assert page["items"][0] == expect(await world.client.get(f"/rooms/{rooms[1]}"), 200)
        rest = expect(await world.client.get("/rooms", params={"offset": 3}), 200)
        assert ([room["id"] for room in rest["items"]], rest["total"]) == (rooms[3:], 4)


class TestBookingRequests:
    async def test_a_booking_starts_as_requested(self, world: World) -> None:
        room = await world.host.offer()
        booking = expect(await world.guest.request(room), 201)
        assert booking == {
            "id": 1,
            "room_id": room,
            "guest_id": world.guest.id,
            "arrival": "2090-01-02",
            "departure": "2090-01-04",
            "guests": 2,
            "status": "requested",
            "total_price": 20_000,
            "decline_reason": None,
        }

    @pytest.mark.parametrize(
        ("arrival", "nights", "nightly_price", "total_price"),
        [
            (MONDAY, 1, 10_000, 10_000),
            (MONDAY, 4, 10_000, 40_000),
            (MONDAY + timedelta(4), 1, 10_000, 12_000),
            (MONDAY + timedelta(4), 3, 10_000, 34_000),
            (MONDAY, 6, 10_000, 64_000),
            (MONDAY, 7, 10_000, 66_600),
            (MONDAY, 28, 10_000, 266_400),
            (MONDAY + timedelta(4), 1, 9_999, 11_998),
            (MONDAY, 7, 9_999, 66_593),
        ],
    )
    async def test_price(self, world: World, arrival: date, nights: int, nightly_price: int, total_price: int) -> None:
        room = await world.host.offer(nightly_price=nightly_price)
        booking = expect(await world.guest.request(room, arrival, nights), 201)
        assert booking["total_price"] == total_price

    @pytest.mark.parametrize(
        ("change", "problems"),
        [
            ({"guests": 0}, {"guests": "Input should be greater than or equal to 1"}),
            ({"arrival": "2020-01-01"}, {"arrival": "Date should be in the future"}),
            ({"arrival": str(date.today())}, {"arrival": "Date should be in the future"}),
            ({"departure": str(MONDAY)}, {"departure": "Departure should be after arrival"}),
            ({"departure": "2089-12-31"}, {"departure": "Departure should be after arrival"}),
        ],
    )
    async def test_a_request_is_validated(self, world: World, change: Json, problems: Json) -> None:
        room = await world.host.offer()
        assert expect(await world.guest.post("/bookings", stay(room) | change), 422) == {"detail": problems}

    async def test_the_room_must_exist(self, world: World) -> None:
        assert expect(await world.guest.request(7), 404) == {"detail": "Room 7 does not exist"}

    async def test_hosts_do_not_book_their_own_rooms(self, world: World) -> None:
        response = await world.host.request(await world.host.offer())
        assert expect(response, 403) == {"detail": "Hosts cannot book their own rooms"}

    async def test_the_room_must_be_large_enough(self, world: World) -> None:
        room = await world.host.offer(capacity=2)
        response = await world.guest.request(room, guests=3)
        assert expect(response, 409) == {"detail": "The room takes at most 2 guests"}
        expect(await world.guest.request(room, guests=2), 201)

    async def test_a_stay_is_not_too_long(self, world: World) -> None:
        response = await world.guest.request(await world.host.offer(), nights=29)
        assert expect(response, 409) == {"detail": "A stay has at most 28 nights"}

    @pytest.mark.parametrize(("offset", "nights"), [(0, 2), (-1, 2), (1, 1), (-1, 5)])
    async def test_a_room_has_one_guest_at_a_time(self, world: World, offset: int, nights: int) -> None:
        room = await world.host.offer()
        await world.guest.book(room, MONDAY, 2)
        response = await world.stranger.request(room, MONDAY + timedelta(offset), nights)
        assert expect(response, 409) == {"detail": "The room is taken on these dates"}

    @pytest.mark.parametrize("offset", [-2, 2])
    async def test_a_guest_may_arrive_when_another_leaves(self, world: World, offset: int) -> None:
        room = await world.host.offer()
        await world.guest.book(room, MONDAY, 2)
        await world.stranger.book(room, MONDAY + timedelta(offset), 2)

    @pytest.mark.parametrize("action", ["decline", "cancel"])
    async def test_a_closed_booking_frees_the_room(self, world: World, action: str) -> None:
        room = await world.host.offer()
        booking = await world.guest.book(room)
        expect(await (world.host if action == "decline" else world.guest).answer(booking, action), 200)
        await world.stranger.book(room)

    async def test_a_confirmed_booking_keeps_the_room(self, world: World) -> None:
        room = await world.host.offer()
        expect(await world.host.answer(await world.guest.book(room), "confirm"), 200)
        expect(await world.stranger.request(room), 409)

    async def test_a_guest_has_few_open_bookings(self, world: World) -> None:
        rooms = [await world.host.offer() for _ in range(4)]
        bookings = [await world.guest.book(room) for room in rooms[:3]]
        expect(await world.host.answer(bookings[0], "confirm"), 200)
        response = await world.guest.request(rooms[3])
        assert expect(response, 409) == {"detail": "A guest has at most 3 open bookings"}
        await world.stranger.book(rooms[3])
        expect(await world.guest.answer(bookings[0], "cancel"), 200)
        await world.guest.book(rooms[3], MONDAY + timedelta(7))


class TestBookings:
    async def test_guest_and_host_see_a_booking(self, world: World) -> None:
        booking = expect(await world.guest.request(await world.host.offer()), 201)
        for user in (world.guest, world.host):
            assert expect(await user.get(f"/bookings/{booking['id']}"), 200) == booking
        response = await world.stranger.get(f"/bookings/{booking['id']}")
        assert expect(response, 403) == {"detail": "Only the guest and the host can see the booking"}

    async def test_guests_list_their_own(self, world: World) -> None:
        rooms = [await world.host.offer() for _ in range(4)]
        bookings = [await world.guest.book(room) for room in rooms[:3]]
        await world.stranger.book(rooms[3])
        expect(await world.host.answer(bookings[1], "confirm"), 200)

        page = expect(await world.guest.get("/bookings", limit=1, offset=1), 200)
        assert page == {
            "items": [expect(await world.guest.get(f"/bookings/{bookings[1]}"), 200)],
            "total": 3,
        }
        confirmed = expect(await world.guest.get("/bookings", status="confirmed"), 200)
        assert confirmed == {"items": page["items"], "total": 1}
        requested = expect(await world.guest.get("/bookings", status="requested"), 200)
        assert [booking["id"] for booking in requested["items"]] == [bookings[0], bookings[2]]
        assert expect(await world.host.get("/bookings"), 200) == {"items": [], "total": 0}

    async def test_an_unknown_status_is_refused(self, world: World) -> None:
        message = "Input should be 'requested', 'confirmed', 'declined' or 'cancelled'"
        response = await world.guest.get("/bookings", status="lost")
        assert expect(response, 422) == {"detail": {"status": message}}

    @pytest.mark.parametrize("action", ["", "/confirm", "/decline", "/cancel"])
    async def test_missing_booking(self, world: World, action: str) -> None:
        url, body = f"/bookings/7{action}", {"reason": "The roof is being repaired"}
        response = await (world.host.post(url, body) if action else world.host.get(url))
        assert expect(response, 404) == {"detail": "Booking 7 does not exist"}

    @pytest.mark.parametrize(("action", "status"), [("confirm", "confirmed"), ("decline", "declined"), ("cancel", "cancelled")])
    async def test_answers(self, world: World, action: str, status: str) -> None:
        booking = expect(await world.guest.request(await world.host.offer()), 201)
        user = world.guest if action == "cancel" else world.host
        answered = expect(await user.answer(booking["id"], action), 200)
        reason = "The roof is being repaired" if action == "decline" else None
        assert answered == booking | {"status": status, "decline_reason": reason}
        assert expect(await user.get(f"/bookings/{booking['id']}"), 200) == answered

    @pytest.mark.parametrize("action", ["confirm", "decline"])
    async def test_only_the_host_answers(self, world: World, action: str) -> None:
        booking = await world.guest.book(await world.host.offer())
        for user in (world.guest, world.stranger):
            response = await user.answer(booking, action)
            assert expect(response, 403) == {"detail": "Only the host can answer the booking"}
        assert expect(await world.guest.get(f"/bookings/{booking}"), 200)["status"] == "requested"

    async def test_only_the_guest_cancels(self, world: World) -> None:
        booking = await world.guest.book(await world.host.offer())
        for user in (world.host, world.stranger):
            response = await user.answer(booking, "cancel")
            assert expect(response, 403) == {"detail": "Only the guest can cancel the booking"}

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            *((action, action) for action in ("confirm", "decline", "cancel")),
            *(pair for pair in permutations(("confirm", "decline", "cancel"), 2) if pair != ("confirm", "cancel")),
        ],
    )
    async def test_an_answered_booking_is_not_answered_again(self, world: World, first: str, second: str) -> None:
        participles = {"confirm": "confirmed", "decline": "declined", "cancel": "cancelled"}
        actors = {"confirm": world.host, "decline": world.host, "cancel": world.guest}
        booking = await world.guest.book(await world.host.offer())
        answered = expect(await actors[first].answer(booking, first), 200)
        response = await actors[second].answer(booking, second)
        message = f"A {participles[first]} booking cannot be {participles[second]}"
        assert expect(response, 409) == {"detail": message}
        assert expect(await world.guest.get(f"/bookings/{booking}"), 200) == answered

    async def test_a_confirmed_booking_can_be_cancelled(self, world: World) -> None:
        booking = await world.guest.book(await world.host.offer())
        expect(await world.host.answer(booking, "confirm"), 200)
        assert expect(await world.guest.answer(booking, "cancel"), 200)["status"] == "cancelled"

    @pytest.mark.parametrize(
        ("body", "problems"),
        [
            ({"reason": "no"}, {"reason": "String should have at least 10 characters"}),
            ({"reason": None}, {"reason": "Input should be a valid string"}),
            ({}, {"reason": "Field required"}),
            (["no"], {"body": "Input should be a valid dictionary or object to extract fields from"}),
        ],
    )
    async def test_a_reason_is_needed_to_decline(self, world: World, body: Any, problems: Json) -> None:
        booking = await world.guest.book(await world.host.offer())
        response = await world.host.post(f"/bookings/{booking}/decline", body)
        assert expect(response, 422) == {"detail": problems}

    async def test_the_body_must_be_json(self, world: World) -> None:
        booking = await world.guest.book(await world.host.offer())
        response = await world.client.post(
            f"/bookings/{booking}/decline",
            content="{reason",
            headers=world.host.headers | {"Content-Type": "application/json"},
        )
        assert expect(response, 422) == {"detail": {"body": "JSON decode error"}}


@pytest.mark.skipif(OTHER is not None, reason="there is one project alone")
def test_both_projects_offer_the_same_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_SECRET_KEY", SECRET_KEY)

    def operations(project: str) -> set[tuple[str, str, str]]:
        """Every path and method, with the status of its success."""
        return {
            (path, method, next(status for status in operation["responses"] if status.startswith("2")))
            for path, item in app_factory(project)().openapi()["paths"].items()
            for method, operation in item.items()
        }

    layered, tangled = map(operations, PROJECTS)
    assert layered == tangled
    assert len(layered) == 14
