from app.models import Book, Loan, db


def find_book(book_id):
    return db.session.get(Book, book_id)


def count_active(**filters):
    return Loan.query.filter_by(status="active", **filters).count()
