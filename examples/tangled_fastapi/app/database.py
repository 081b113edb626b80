from sqlalchemy.ext.asyncio import async_sessionmaker

SessionLocal = async_sessionmaker(expire_on_commit=False)
