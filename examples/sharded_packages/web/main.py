"""The application."""

from fastapi import FastAPI

from web import books, reports

app = FastAPI()
app.include_router(books.router)
app.include_router(reports.router)
