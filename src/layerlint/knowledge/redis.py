"""redis-py as a store, synchronous and asynchronous. A cache unless the configuration says that it holds the data."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_WRITES = (
    "append copy decr decrby delete expire expireat persist getdel getset incr incrby incrbyfloat mset msetnx move psetex rename "
    "renamenx set setbit setex setnx setrange unlink blpop brpop lpush lpushx lpop lrem lset ltrim rpush rpushx rpop linsert "
    "rpoplpush lmove sadd smove spop srem sdiffstore sinterstore sunionstore xadd xack xdel xtrim zadd zincrby zpopmax zpopmin "
    "zrem zremrangebyrank zremrangebyscore zremrangebylex zunionstore zinterstore pfadd pfmerge hdel hincrby hincrbyfloat hset "
    "hsetnx hmset publish geoadd flushdb flushall eval evalsha fcall json"
).split()

LIBRARY = Library(
    name="redis",
    read_from="8.1.0",
    packages=("redis", "aioredis", "flask_redis"),
    optional=True,
    kinds={"redis.Redis": Kind.CONNECTION},
    bases={
        "redis.asyncio.Redis": ("redis.Redis",),
        "redis.RedisCluster": ("redis.Redis",),
        "redis.asyncio.RedisCluster": ("redis.asyncio.Redis",),
        "redis.client.Pipeline": ("redis.Redis",),
        "redis.asyncio.client.Pipeline": ("redis.asyncio.Redis",),
        "flask_redis.FlaskRedis": ("redis.Redis",),
    },
    methods={
        "redis.Redis": {
            "*": "read",
            **dict.fromkeys(_WRITES, "write"),
            "pipeline": "-> redis.client.Pipeline",
            **dict.fromkeys("pubsub close aclose ping lock from_url init_app get_encoder register_script transaction".split(), ""),
            **dict.fromkeys(("__enter__", "__aenter__"), "-> self"),
        },
        "redis.asyncio.Redis": {"pipeline": "-> redis.asyncio.client.Pipeline"},
        "redis.client.Pipeline": {"*": "-> self", **dict.fromkeys(_WRITES, "-> self"), "execute": "write"},
        "redis.asyncio.client.Pipeline": {"*": "-> self", **dict.fromkeys(_WRITES, "-> self"), "execute": "write"},
    },
    functions={
        **dict.fromkeys(("redis.from_url", "redis.Redis.from_url", "redis.StrictRedis.from_url"), "-> redis.Redis"),
        **dict.fromkeys(("redis.asyncio.from_url", "redis.asyncio.Redis.from_url", "aioredis.from_url"), "-> redis.asyncio.Redis"),
    },
    aliases={
        "redis.StrictRedis": "redis.Redis",
        "redis.client.Redis": "redis.Redis",
        "redis.asyncio.client.Redis": "redis.asyncio.Redis",
        "redis.asyncio.StrictRedis": "redis.asyncio.Redis",
        "aioredis.Redis": "redis.asyncio.Redis",
        "redis.cluster.RedisCluster": "redis.RedisCluster",
    },
)
