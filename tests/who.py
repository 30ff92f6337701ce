"""Who opens the addresses of the site: the roles, and the usual answers to each."""

ROLES = ("anonymous", "staff", "admin", "officer", "other_officer")
LOGIN = 302

# Name → status for each of ROLES, in their order. `convention` and what hangs on it belong to
# the network of staff and admin, and to the funder of `officer`.
EVERYONE = (LOGIN, 200, 200, 200, 200)
THEIR_OWN = (LOGIN, 200, 200, 200, 404)
ASSOCIATION = (LOGIN, 200, 200, 403, 403)
ASSOCIATION_ELSE_404 = (LOGIN, 200, 200, 404, 404)
WRITERS = (LOGIN, 200, 200, 403, 404)
KEEPERS = (LOGIN, 403, 200, 403, 404)
FUNDERS = (LOGIN, 403, 403, 200, 404)
PUBLIC = (200, 200, 200, 200, 200)
