"""One behaviour suite over both Flask examples: layered or tangled, clients must not see a difference."""

from __future__ import annotations

import importlib
import sqlite3
import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer
from werkzeug.test import TestResponse

EXAMPLES = Path(__file__).parents[2] / "examples"
SECRET_KEY = "a secret key of the tests"
BOOK = {"title": "Momo", "author": "Michael Ende"}
PERIOD = timedelta(days=21)

Json = dict[str, Any]


@cache
def modules_of(project: str) -> dict[str, ModuleType]:
    """The modules of the project that were imported so far."""
    return {}


def create_app(project: str) -> Flask:
    """The project's application, leaving `sys.modules` as it was: both packages are called `app`."""

    def take_out() -> dict[str, ModuleType]:
        names = [name for name in sys.modules if name.partition(".")[0] == "app"]
        return {name: sys.modules.pop(name) for name in names}

    root, before = str(EXAMPLES / project), take_out()
    sys.path.insert(0, root)
    sys.modules.update(modules_of(project))
    try:
        app: Flask = importlib.import_module("app").create_app()
        return app
    finally:
        sys.path.remove(root)
        modules_of(project).update(take_out())
        sys.modules.update(before)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture(params=("layered_flask", "tangled_flask"))
def client(request: pytest.FixtureRequest, database: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setenv("APP_DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setenv("APP_SECRET_KEY", SECRET_KEY)
    return create_app(request.param).test_client()


def expect(response: TestResponse, status: int) -> Any:
    """The body of a response of this status."""
    assert response.status_code == status, response.text
    return response.json


class Member:
    """A registered member who talks to the service."""

    def __init__(self, client: FlaskClient, name: str) -> None:
        self.client = client
        body = expect(client.post("/members", json={"name": name}), 201)
        self.id = body["id"]
        self.headers = {"Authorization": f"Bearer {body['token']}"}

    def get(self, url: str, **params: Any) -> TestResponse:
        return self.client.get(url, query_string=params, headers=self.headers)

    def post(self, url: str, json: Any = None) -> TestResponse:
        return self.client.post(url, json=json, headers=self.headers)

    def offer(self, **changes: Any) -> int:
        return int(expect(self.post("/books", BOOK | changes), 201)["id"])

    def borrow(self, book_id: int) -> int:
        return int(expect(self.post("/loans", {"book_id": book_id}), 201)["id"])


@pytest.fixture
def ada(client: FlaskClient) -> Member:
    return Member(client, "Ada")


@pytest.fixture
def grace(client: FlaskClient) -> Member:
    return Member(client, "Grace")


@pytest.fixture
def pass_days(database: Path, client: FlaskClient) -> Callable[[int], None]:
    """Let days pass since every loan was made."""

    def move(days: int) -> None:
        with sqlite3.connect(database) as connection:
            connection.execute("UPDATE loans SET due_on = date(due_on, ?)", (f"-{days} days",))
        connection.close()

    return move


class TestMembers:
    def test_registration_gives_a_token(self, client: FlaskClient) -> None:
        body = expect(client.post("/members", json={"name": "Ada"}), 201)
        assert body == {"id": 1, "name": "Ada", "token": URLSafeSerializer(SECRET_KEY, salt="member").dumps(1)}

    @pytest.mark.parametrize(
        ("body", "problems"),
        [
            ({}, {"name": ["Missing data for required field."]}),
            ({"name": ""}, {"name": ["Length must be between 1 and 100."]}),
            ({"name": "x" * 101}, {"name": ["Length must be between 1 and 100."]}),
            ({"name": 1}, {"name": ["Not a valid string."]}),
            ({"name": "Ada", "id": 7}, {"id": ["Unknown field."]}),
        ],
    )
    def test_registration_is_validated(self, client: FlaskClient, body: Json, problems: Json) -> None:
        assert expect(client.post("/members", json=body), 422) == {"detail": problems}

    @pytest.mark.parametrize(
        ("method", "url"),
        [("POST", "/books"), ("POST", "/loans"), ("GET", "/loans"), ("POST", "/loans/1/renew"), ("POST", "/loans/1/return")],
    )
    def test_a_token_is_needed(self, client: FlaskClient, method: str, url: str) -> None:
        assert expect(client.open(url, method=method, json={}), 401) == {"detail": "Not authenticated"}

    @pytest.mark.parametrize("token", ["nonsense", URLSafeSerializer("another", salt="member").dumps(1)])
    def test_a_token_must_be_signed(self, client: FlaskClient, ada: Member, token: str) -> None:
        response = client.get("/loans", headers={"Authorization": f"Bearer {token}"})
        assert expect(response, 401) == {"detail": "Invalid token"}

    def test_a_token_must_be_of_a_member(self, client: FlaskClient) -> None:
        token = URLSafeSerializer(SECRET_KEY, salt="member").dumps(99)
        response = client.get("/loans", headers={"Authorization": f"Bearer {token}"})
        assert expect(response, 401) == {"detail": "Invalid token"}


class TestBooks:
    def test_a_book_is_offered(self, ada: Member) -> None:
        assert expect(ada.post("/books", BOOK | {"copies": 2}), 201) == {"id": 1, "copies": 2, **BOOK}
        assert expect(ada.get("/books/1"), 200) == {"id": 1, "copies": 2, **BOOK}

    def test_one_copy_unless_told(self, ada: Member) -> None:
        assert expect(ada.post("/books", BOOK), 201)["copies"] == 1

    @pytest.mark.parametrize(
        ("change", "problems"),
        [
            ({"title": ""}, {"title": ["Length must be between 1 and 200."]}),
            ({"copies": 0}, {"copies": ["Must be greater than or equal to 1 and less than or equal to 100."]}),
            ({"copies": "many"}, {"copies": ["Not a valid integer."]}),
        ],
    )
    def test_books_are_validated(self, ada: Member, change: Json, problems: Json) -> None:
        assert expect(ada.post("/books", BOOK | change), 422) == {"detail": problems}

    def test_the_body_is_json(self, client: FlaskClient, ada: Member) -> None:
        response = client.post("/books", data="{", headers={**ada.headers, "Content-Type": "application/json"})
        assert sorted(expect(response, 400)) == ["detail"]
        assert sorted(expect(client.post("/books", data="title=Momo", headers=ada.headers), 415)) == ["detail"]

    def test_books_of_an_author(self, client: FlaskClient, ada: Member) -> None:
        ada.offer()
        ada.offer(title="Tintenherz", author="Cornelia Funke")
        assert [book["title"] for book in expect(client.get("/books"), 200)] == ["Momo", "Tintenherz"]
        found = expect(client.get("/books", query_string={"author": "Cornelia Funke"}), 200)
        assert found == [{"id": 2, "title": "Tintenherz", "author": "Cornelia Funke", "copies": 1}]

    def test_an_unknown_book(self, client: FlaskClient) -> None:
        assert expect(client.get("/books/7"), 404) == {"detail": "Book 7 does not exist"}


class TestLoans:
    def test_a_book_is_lent(self, ada: Member) -> None:
        loan = expect(ada.post("/loans", {"book_id": ada.offer()}), 201)
        due_on = str(date.today() + PERIOD)
        assert loan == {"id": 1, "book_id": 1, "status": "active", "due_on": due_on, "renewals": 0, "fee": 0}

    @pytest.mark.parametrize(
        ("body", "problems"),
        [({}, {"book_id": ["Missing data for required field."]}), ({"book_id": "x"}, {"book_id": ["Not a valid integer."]})],
    )
    def test_loans_are_validated(self, ada: Member, body: Json, problems: Json) -> None:
        assert expect(ada.post("/loans", body), 422) == {"detail": problems}

    def test_an_unknown_book_cannot_be_lent(self, ada: Member) -> None:
        assert expect(ada.post("/loans", {"book_id": 7}), 404) == {"detail": "Book 7 does not exist"}

    def test_every_copy_is_lent_once(self, ada: Member, grace: Member) -> None:
        book = ada.offer()
        loan = ada.borrow(book)
        refused = expect(grace.post("/loans", {"book_id": book}), 409)
        assert refused == {"detail": "All copies of the book are lent"}
        expect(ada.post(f"/loans/{loan}/return"), 200)
        grace.borrow(book)

    def test_three_loans_at_a_time(self, ada: Member) -> None:
        book = ada.offer(copies=4)
        loans = [ada.borrow(book) for _ in range(3)]
        refused = expect(ada.post("/loans", {"book_id": book}), 409)
        assert refused == {"detail": "A member has at most 3 active loans"}
        expect(ada.post(f"/loans/{loans[0]}/return"), 200)
        ada.borrow(book)

    def test_members_see_their_own(self, ada: Member, grace: Member) -> None:
        book = ada.offer(copies=4)
        first, second, _ = ada.borrow(book), ada.borrow(book), grace.borrow(book)
        expect(ada.post(f"/loans/{first}/return"), 200)
        assert [loan["id"] for loan in expect(ada.get("/loans"), 200)] == [first, second]
        assert [loan["id"] for loan in expect(ada.get("/loans", status="returned"), 200)] == [first]
        assert [loan["id"] for loan in expect(ada.get("/loans", status="active"), 200)] == [second]

    def test_the_status_is_validated(self, ada: Member) -> None:
        problems = expect(ada.get("/loans", status="lost"), 422)
        assert problems == {"detail": {"status": ["Must be one of: active, returned."]}}

    def test_a_loan_is_renewed_twice(self, ada: Member) -> None:
        loan = ada.borrow(ada.offer())
        for renewals in (1, 2):
            renewed = expect(ada.post(f"/loans/{loan}/renew"), 200)
            assert renewed["renewals"] == renewals
            assert renewed["due_on"] == str(date.today() + PERIOD * (renewals + 1))
        assert expect(ada.post(f"/loans/{loan}/renew"), 409) == {"detail": "A loan is renewed at most 2 times"}

    def test_an_overdue_loan_is_not_renewed(self, ada: Member, pass_days: Callable[[int], None]) -> None:
        loan = ada.borrow(ada.offer())
        pass_days(21)
        expect(ada.post(f"/loans/{loan}/renew"), 200)
        pass_days(22)
        assert expect(ada.post(f"/loans/{loan}/renew"), 409) == {"detail": "An overdue loan cannot be renewed"}

    @pytest.mark.parametrize(("days", "fee"), [(0, 0), (21, 0), (22, 20), (26, 100), (71, 1000), (100, 1000)])
    def test_late_books_cost(self, ada: Member, pass_days: Callable[[int], None], days: int, fee: int) -> None:
        loan = ada.borrow(ada.offer())
        pass_days(days)
        returned = expect(ada.post(f"/loans/{loan}/return"), 200)
        assert (returned["status"], returned["fee"]) == ("returned", fee)
        assert expect(ada.get("/loans"), 200) == [returned]

    @pytest.mark.parametrize("action", ["renew", "return"])
    def test_only_the_borrower_changes_an_active_loan(self, ada: Member, grace: Member, action: str) -> None:
        loan = ada.borrow(ada.offer())
        refused = expect(grace.post(f"/loans/{loan}/{action}"), 403)
        assert refused == {"detail": "Only the borrower can change the loan"}
        expect(ada.post(f"/loans/{loan}/return"), 200)
        assert expect(ada.post(f"/loans/{loan}/{action}"), 409) == {"detail": "The book is back already"}
        assert expect(ada.post(f"/loans/7/{action}"), 404) == {"detail": "Loan 7 does not exist"}
