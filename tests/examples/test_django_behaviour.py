"""One behaviour suite over both Django examples: layered or tangled, clients must not see a difference."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.signing import Signer

EXAMPLES = Path(__file__).parents[2] / "examples"
SECRET_KEY = "a secret key of the tests"
SERVER = """
from wsgiref.simple_server import WSGIRequestHandler, make_server
from desk.wsgi import application

WSGIRequestHandler.log_request = lambda *arguments: None
server = make_server("127.0.0.1", 0, application)
print(server.server_port, flush=True)
server.serve_forever()
"""

Json = dict[str, Any]


class Server:
    """A project in a process of its own: Django's settings are one for a process."""

    def __init__(self, project: str, folder: Path) -> None:
        self.database, self._empty = folder / "test.db", folder / "empty.db"
        self._options: Any = {
            "cwd": EXAMPLES / project,
            "env": {
                **os.environ,
                "APP_DATABASE": str(self.database),
                "APP_SECRET_KEY": SECRET_KEY,
                "DJANGO_SETTINGS_MODULE": "desk.settings",
            },
        }
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True, timeout=120, **self._options)
        self.database.rename(self._empty)
        self._process = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True, **self._options)
        assert self._process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self._process.stdout.readline())}"

    def reset(self) -> None:
        shutil.copyfile(self._empty, self.database)

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="module", params=("layered_django", "tangled_django"))
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(request.param, tmp_path_factory.mktemp(request.param))
    yield server
    server.stop()


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    server.reset()
    with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
        yield client


def expect(response: httpx.Response, status: int) -> Any:
    """The body of a response of this status."""
    assert response.status_code == status, response.text
    return response.json()


class Person:
    """A registered person who talks to the service."""

    def __init__(self, client: httpx.Client, name: str, *, is_staff: bool = False) -> None:
        self.client = client
        body = expect(client.post("/people", json={"name": name, "is_staff": is_staff}), 201)
        self.id = body["id"]
        self.headers = {"Authorization": f"Bearer {body['token']}"}

    def get(self, url: str, **params: Any) -> httpx.Response:
        return self.client.get(url, params=params, headers=self.headers)

    def post(self, url: str, json: Any = None) -> httpx.Response:
        return self.client.post(url, json=json, headers=self.headers)

    def open(self, subject: str = "No light", **fields: Any) -> int:
        return int(expect(self.post("/tickets", {"subject": subject, **fields}), 201)["id"])

    def comment(self, ticket: int) -> None:
        expect(self.post(f"/tickets/{ticket}/comments", {"text": "Is the lamp plugged in?"}), 201)

    def resolve(self, ticket: int) -> Json:
        self.comment(ticket)
        return dict(expect(self.post(f"/tickets/{ticket}/resolve"), 200))


@pytest.fixture
def ada(client: httpx.Client) -> Person:
    return Person(client, "Ada")


@pytest.fixture
def grace(client: httpx.Client) -> Person:
    return Person(client, "Grace")


@pytest.fixture
def agent(client: httpx.Client) -> Person:
    return Person(client, "Agent", is_staff=True)


def token(identity: str, key: str = SECRET_KEY) -> str:
    return Signer(key=key, salt="person", algorithm="sha256", fallback_keys=[]).sign(identity)


class TestPeople:
    def test_registration_gives_a_token(self, client: httpx.Client) -> None:
        body = expect(client.post("/people", json={"name": "Ada"}), 201)
        assert body == {"id": 1, "name": "Ada", "is_staff": False, "token": token("1")}

    @pytest.mark.parametrize(
        ("body", "problems"),
        [
            ({}, {"name": ["This field is required."]}),
            ({"name": ""}, {"name": ["This field may not be blank."]}),
            ({"name": "x" * 101}, {"name": ["Ensure this field has no more than 100 characters."]}),
            ({"name": "Ada", "is_staff": "perhaps"}, {"is_staff": ["Must be a valid boolean."]}),
        ],
    )
    def test_registration_is_validated(self, client: httpx.Client, body: Json, problems: Json) -> None:
        assert expect(client.post("/people", json=body), 400) == problems

    @pytest.mark.parametrize(
        ("method", "url"),
        [
            ("GET", "/tickets"),
            ("POST", "/tickets"),
            ("GET", "/tickets/1"),
            ("POST", "/tickets/1/resolve"),
            ("POST", "/tickets/1/reopen"),
            ("GET", "/tickets/1/comments"),
            ("POST", "/tickets/1/comments"),
        ],
    )
    def test_a_token_is_needed(self, client: httpx.Client, method: str, url: str) -> None:
        response = client.request(method, url)
        assert expect(response, 401) == {"detail": "Authentication credentials were not provided."}

    @pytest.mark.parametrize("wrong", ["nonsense", token("1", "another key"), token("99")])
    def test_the_token_must_be_valid(self, client: httpx.Client, ada: Person, wrong: str) -> None:
        response = client.get("/tickets", headers={"Authorization": f"Bearer {wrong}"})
        assert expect(response, 401) == {"detail": "Invalid token"}


class TestTickets:
    def test_a_ticket_is_opened(self, ada: Person) -> None:
        ticket = expect(ada.post("/tickets", {"subject": "No light"}), 201)
        fields = {"subject": "No light", "priority": 1, "status": "open", "times_reopened": 0}
        assert ticket == {"id": 1, "customer_id": ada.id, **fields}
        assert expect(ada.get("/tickets/1"), 200) == ticket

    @pytest.mark.parametrize(
        ("body", "problems"),
        [
            ({}, {"subject": ["This field is required."]}),
            ({"subject": "x" * 201}, {"subject": ["Ensure this field has no more than 200 characters."]}),
            ({"subject": "No light", "priority": 3}, {"priority": ['"3" is not a valid choice.']}),
        ],
    )
    def test_tickets_are_validated(self, ada: Person, body: Json, problems: Json) -> None:
        assert expect(ada.post("/tickets", body), 400) == problems

    def test_three_open_tickets(self, ada: Person, agent: Person) -> None:
        first = ada.open(priority=2)
        refused = expect(ada.post("/tickets", {"subject": "No heat", "priority": 2}), 409)
        assert refused == {"detail": "Too many tickets are open"}
        ada.open()
        assert expect(ada.post("/tickets", {"subject": "No heat"}), 409) == refused
        agent.resolve(first)
        ada.open(priority=2)

    def test_customers_see_their_own_and_agents_all(self, ada: Person, grace: Person, agent: Person) -> None:
        first, second, third = ada.open(), grace.open(), ada.open(priority=2)
        assert [ticket["id"] for ticket in expect(ada.get("/tickets"), 200)] == [third, first]
        assert [ticket["id"] for ticket in expect(agent.get("/tickets"), 200)] == [third, first, second]
        agent.resolve(third)
        assert [ticket["id"] for ticket in expect(ada.get("/tickets", status="open"), 200)] == [first]
        assert [ticket["id"] for ticket in expect(agent.get("/tickets", status="resolved"), 200)] == [third]
        refused = expect(grace.get(f"/tickets/{first}"), 403)
        assert refused == {"detail": "Only its customer and the agents can see the ticket"}
        assert expect(agent.get(f"/tickets/{first}"), 200)["customer_id"] == ada.id

    def test_the_status_is_validated(self, ada: Person) -> None:
        assert expect(ada.get("/tickets", status="lost"), 400) == {"status": ['"lost" is not a valid choice.']}

    def test_agents_resolve_what_they_have_commented_on(self, ada: Person, agent: Person) -> None:
        ticket = ada.open()
        assert expect(ada.post(f"/tickets/{ticket}/resolve"), 403) == {"detail": "Only agents can resolve tickets"}
        refused = expect(agent.post(f"/tickets/{ticket}/resolve"), 409)
        assert refused == {"detail": "Comment on the ticket before you resolve it"}
        assert agent.resolve(ticket)["status"] == "resolved"
        assert expect(agent.post(f"/tickets/{ticket}/resolve"), 409) == {"detail": "The ticket is resolved already"}

    def test_customers_reopen_twice(self, ada: Person, agent: Person) -> None:
        ticket = ada.open()
        assert expect(ada.post(f"/tickets/{ticket}/reopen"), 409) == {"detail": "The ticket is open already"}
        agent.resolve(ticket)
        assert expect(agent.post(f"/tickets/{ticket}/reopen"), 403) == {"detail": "Only its customer can reopen the ticket"}
        for times in (1, 2):
            reopened = expect(ada.post(f"/tickets/{ticket}/reopen"), 200)
            assert (reopened["status"], reopened["times_reopened"]) == ("open", times)
            agent.resolve(ticket)
        assert expect(ada.post(f"/tickets/{ticket}/reopen"), 409) == {"detail": "A ticket is reopened at most 2 times"}

    @pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", "/resolve"), ("POST", "/reopen"), ("GET", "/comments")])
    def test_an_unknown_ticket(self, agent: Person, method: str, path: str) -> None:
        response = agent.client.request(method, f"/tickets/7{path}", headers=agent.headers)
        assert expect(response, 404) == {"detail": "Ticket 7 does not exist"}


class TestComments:
    def test_a_comment_is_written(self, ada: Person, agent: Person) -> None:
        ticket = ada.open()
        comment = expect(ada.post(f"/tickets/{ticket}/comments", {"text": "It is dark"}), 201)
        assert comment == {"id": 1, "ticket_id": ticket, "author_id": ada.id, "text": "It is dark"}
        agent.comment(ticket)
        assert [item["author_id"] for item in expect(ada.get(f"/tickets/{ticket}/comments"), 200)] == [ada.id, agent.id]

    def test_comments_are_validated(self, ada: Person) -> None:
        response = ada.post(f"/tickets/{ada.open()}/comments", {"text": ""})
        assert expect(response, 400) == {"text": ["This field may not be blank."]}

    def test_a_resolved_ticket_takes_none(self, ada: Person, agent: Person) -> None:
        ticket = ada.open()
        agent.resolve(ticket)
        response = ada.post(f"/tickets/{ticket}/comments", {"text": "Thanks"})
        assert expect(response, 409) == {"detail": "A resolved ticket takes no comments"}

    def test_strangers_see_none(self, ada: Person, grace: Person) -> None:
        ticket = ada.open()
        refused = {"detail": "Only its customer and the agents can see the ticket"}
        assert expect(grace.get(f"/tickets/{ticket}/comments"), 403) == refused
        assert expect(grace.post(f"/tickets/{ticket}/comments", {"text": "Me too"}), 403) == refused
