"""Reports."""

from fastapi import APIRouter
from sqlalchemy import func, select

from library.database import Database
from library.models import Book  # error: LAY602
from web.schemas import Report

router = APIRouter(prefix="/reports", tags=["reports"])


@router.get("/pages")
def count_pages(database: Database) -> Report:  # error: LAY102
    return Report(pages=database.scalar(select(func.sum(Book.pages))) or 0)  # error: LAY101
