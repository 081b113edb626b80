from flask import current_app

from app.database import db
from app.repositories.books import BookRepository
from app.repositories.loans import LoanRepository
from app.repositories.members import MemberRepository
from app.services.books import BookService
from app.services.loans import LoanService
from app.services.members import MemberService
from app.tokens import TokenIssuer


def get_member_service() -> MemberService:
    return MemberService(MemberRepository(db.session), TokenIssuer(current_app.config["SECRET_KEY"]))


def get_book_service() -> BookService:
    return BookService(BookRepository(db.session))


def get_loan_service() -> LoanService:
    return LoanService(LoanRepository(db.session), BookRepository(db.session))
