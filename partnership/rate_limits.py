"""How often something is done, over a while: what public pages refuse beyond a limit.

Counts live in Django's cache, which all the processes of the site share. Redis adds in one step;
the file cache of a single machine may, when two requests meet, count one of them too few."""

from __future__ import annotations

import hashlib
import logging
import time

from django.core.cache import cache

logger = logging.getLogger("trame.rate_limits")


def counts_within(name: str, who: str, *, limit: int, seconds: int) -> bool:
    """Count one more for this name and person; False once there are more than `limit` in these
    `seconds`. Where the cache does not answer nobody is kept out: the page matters more."""
    slot = int(time.time() // seconds)
    digest = hashlib.sha256(who.encode()).hexdigest()[:32]  # no address is kept as it is
    key = f"limit:{name}:{digest}:{slot}"
    try:
        cache.add(key, 0, timeout=seconds)
        return cache.incr(key) <= limit
    except ValueError:  # it expired in between
        return True
    except Exception as error:  # the libraries of caches raise many unrelated types
        logger.warning("the cache does not answer, %s is not limited: %s", name, error)
        return True
