"""Every address × who: a new URL fails here until somebody says who may open it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from partnership import jobs
from partnership.demonstration import LOGINS
from tests.addresses import address_of, arguments_of
from tests.downloads import end

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
GET = {
    "partnership:home": (LOGIN, 302, 302, 302, 302),
    "partnership:health": PUBLIC,
    "partnership:conventions": EVERYONE,
    "partnership:open-data": EVERYONE,
    "partnership:open-data-csv": EVERYONE,
    "accompaniment:gatherings": EVERYONE,
    "accompaniment:gathering": THEIR_OWN,
    "partnership:projects": EVERYONE,
    "partnership:project-board": EVERYONE,
    "partnership:project-new": ASSOCIATION,
    "partnership:project": THEIR_OWN,
    "partnership:project-edit": WRITERS,
    "partnership:project-step": THEIR_OWN,
    "partnership:project-step-edit": WRITERS,
    "partnership:project-step-remove": (LOGIN, 405, 405, 405, 405),
    "partnership:project-waive": (LOGIN, 405, 405, 405, 405),
    "partnership:project-remove": (LOGIN, 405, 405, 405, 405),
    "partnership:brakes-and-levers": ASSOCIATION,
    "partnership:schemes": EVERYONE,
    "partnership:scheme": THEIR_OWN,
    "partnership:scheme-new": ASSOCIATION,
    "partnership:scheme-edit": THEIR_OWN,
    "partnership:call-new": THEIR_OWN,
    "partnership:call-edit": THEIR_OWN,
    "partnership:call-remove": (LOGIN, 405, 405, 405, 405),
    "accompaniment:gathering-after": THEIR_OWN,
    "accompaniment:feedback": (LOGIN, 405, 405, 405, 405),
    "accompaniment:feedback-remove": (LOGIN, 405, 405, 405, 405),
    "accompaniment:handout": (LOGIN, 405, 405, 405, 405),
    "accompaniment:handout-remove": (LOGIN, 405, 405, 405, 405),
    "accompaniment:survey-edit": WRITERS,
    "accompaniment:survey-open": (LOGIN, 405, 405, 405, 405),
    "accompaniment:survey-send": (LOGIN, 405, 405, 405, 405),
    "accompaniment:survey-results": THEIR_OWN,
    "accompaniment:survey": PUBLIC,
    "accompaniment:survey-thanks": PUBLIC,
    "accompaniment:attendance": THEIR_OWN,
    "accompaniment:attendance-add": (LOGIN, 405, 405, 405, 405),
    "accompaniment:attendance-all-present": (LOGIN, 405, 405, 405, 405),
    "accompaniment:attendance-promote": (LOGIN, 405, 405, 405, 405),
    "accompaniment:attendance-structures": WRITERS,
    "accompaniment:attendance-erase": (LOGIN, 405, 405, 405, 405),
    "accompaniment:attendance-row": THEIR_OWN,
    "accompaniment:attendance-state": (LOGIN, 405, 405, 405, 405),
    "accompaniment:attendance-remove": (LOGIN, 405, 405, 405, 405),
    "accompaniment:sign-in-sheet": THEIR_OWN,
    "accompaniment:certificates": WRITERS,
    "accompaniment:certificate": WRITERS,
    "accompaniment:sign-up-settings": WRITERS,
    "accompaniment:signing": WRITERS,
    "accompaniment:signing-add": WRITERS,
    "accompaniment:sign": WRITERS,
    "accompaniment:signature-withdraw": (LOGIN, 405, 405, 405, 405),
    "accompaniment:sign-up": PUBLIC,
    "accompaniment:signed-up": PUBLIC,
    "accompaniment:my-sign-up": PUBLIC,
    "accompaniment:sign-up-confirm": (405, 405, 405, 405, 405),
    "accompaniment:sign-up-cancel": (405, 405, 405, 405, 405),
    "accompaniment:sign-up-file": (405, 405, 405, 405, 405),
    "accompaniment:sign-up-calendar": PUBLIC,
    "accompaniment:gathering-new": ASSOCIATION,
    "accompaniment:gathering-edit": WRITERS,
    "accompaniment:gathering-hold": (LOGIN, 405, 405, 405, 405),
    "accompaniment:gathering-plan": (LOGIN, 405, 405, 405, 405),
    "accompaniment:gathering-postpone": (LOGIN, 405, 405, 405, 405),
    "accompaniment:gathering-call-off": (LOGIN, 405, 405, 405, 405),
    "accompaniment:gathering-remove": (LOGIN, 405, 405, 405, 405),
    "accompaniment:gathering-agenda": THEIR_OWN,
    "accompaniment:gathering-agenda-edit": WRITERS,
    "accompaniment:gathering-agenda-preview": (LOGIN, 405, 405, 405, 405),
    "accompaniment:gathering-agenda-pdf": (LOGIN, 405, 405, 405, 405),
    "partnership:threads": THEIR_OWN,
    "partnership:thread": THEIR_OWN,
    "partnership:remark": (LOGIN, 405, 405, 405, 405),
    "partnership:mails": EVERYONE,
    "partnership:preferences": EVERYONE,
    "partnership:convention-new": (LOGIN, 403, 200, 403, 403),
    "partnership:convention-edit": THEIR_OWN,
    "partnership:proposal-send": (LOGIN, 405, 405, 405, 405),
    "partnership:programme": THEIR_OWN,
    "partnership:programme-edit": (LOGIN, 403, 302, 403, 404),
    "partnership:reading-new": (LOGIN, 403, 200, 200, 404),
    "partnership:reading-accept": (LOGIN, 405, 405, 405, 405),
    "partnership:reading-withdraw": (LOGIN, 405, 405, 405, 405),
    "partnership:chapters": (LOGIN, 403, 200, 403, 404),
    "partnership:links": THEIR_OWN,
    "partnership:budget": THEIR_OWN,
    "partnership:budget-edit": (LOGIN, 403, 200, 403, 404),
    "partnership:budget-balance": (LOGIN, 405, 405, 405, 405),
    "partnership:budget-import": (LOGIN, 403, 200, 403, 404),
    "partnership:organisation-search": ASSOCIATION,
    "partnership:jobs": EVERYONE,
    "partnership:job": (LOGIN, 404, 200, 404, 404),
    "partnership:job-state": (LOGIN, 404, 200, 404, 404),
    "partnership:file": ASSOCIATION_ELSE_404,
    "partnership:staff-rates": (LOGIN, 403, 200, 403, 403),
    "partnership:staff-rate-end": (LOGIN, 405, 405, 405, 405),
    "reporting:cerfa": THEIR_OWN,
    "reporting:cerfa-texts": KEEPERS,
    "reporting:cerfa-pdf": (LOGIN, 405, 405, 405, 405),
    "reporting:staff-time": WRITERS,
    "reporting:staff-time-sharing": (LOGIN, 405, 405, 405, 405),
    "reporting:salary-new": KEEPERS,
    "reporting:time-sheet": WRITERS,
    "reporting:time-sheet-pdf": (LOGIN, 405, 405, 405, 405),
    "partnership:carry-over": THEIR_OWN,
    "partnership:carry-over-new": (LOGIN, 403, 200, 403, 404),
    "reporting:years": THEIR_OWN,
    "partnership:deadlines": EVERYONE,
    "partnership:deadline": THEIR_OWN,
    "partnership:deadline-met": (LOGIN, 405, 405, 405, 405),
    "partnership:deadline-new": (LOGIN, 403, 200, 200, 404),
    "partnership:deadline-report": (LOGIN, 405, 405, 405, 405),
    "partnership:in-charge": (LOGIN, 405, 405, 405, 405),
    "partnership:calendar": PUBLIC,
    "partnership:calendar-renew": (LOGIN, 405, 405, 405, 405),
    "reporting:countdown": THEIR_OWN,
    "partnership:directory": EVERYONE,
    "partnership:organisation-new": ASSOCIATION,
    "partnership:organisation-edit": (LOGIN, 200, 200, 404, 404),
    "partnership:organisation-merge": (LOGIN, 403, 200, 403, 403),
    "partnership:contact": ASSOCIATION,
    "partnership:contact-new": ASSOCIATION_ELSE_404,
    "partnership:contact-remove": (LOGIN, 405, 405, 405, 405),
    "reporting:organisation": ASSOCIATION_ELSE_404,
    "partnership:expenses": THEIR_OWN,
    "partnership:expense-new": KEEPERS,
    "partnership:expense": THEIR_OWN,
    "partnership:expense-cancel": (LOGIN, 405, 405, 405, 405),
    "partnership:payments": THEIR_OWN,
    "partnership:payment-remove": (LOGIN, 405, 405, 405, 405),
    "partnership:import": (LOGIN, 403, 200, 403, 403),
    "partnership:import-result": (LOGIN, 404, 200, 404, 404),
    "partnership:import-write": (LOGIN, 405, 405, 405, 405),
    "partnership:import-answer": (LOGIN, 405, 405, 405, 405),
    "partnership:import-refused": (LOGIN, 404, 200, 404, 404),
    "partnership:imports": (LOGIN, 403, 200, 403, 403),
    "partnership:import-undo": (LOGIN, 403, 200, 403, 403),
    "partnership:gap-explanation": (LOGIN, 403, 200, 403, 404),
    "partnership:file-add": (LOGIN, 405, 405, 405, 405),
    "partnership:file-withdraw": (LOGIN, 405, 405, 405, 405),
    "partnership:evidence": THEIR_OWN,
    "partnership:evidence-add": WRITERS,
    "partnership:evidence-item": THEIR_OWN,
    "partnership:evidence-cancel": (LOGIN, 405, 405, 405, 405),
    "partnership:duties": (LOGIN, 403, 200, 403, 404),
    "partnership:dossier": THEIR_OWN,
    "partnership:paper": THEIR_OWN,
    "partnership:paper-texts": FUNDERS,
    "partnership:visas": FUNDERS,
    "partnership:annexes": FUNDERS,
    "partnership:papers": THEIR_OWN,
    "partnership:move": (LOGIN, 403, 200, 200, 404),
    "partnership:vote": (LOGIN, 403, 403, 302, 404),
    "partnership:deliberation": (LOGIN, 403, 403, 200, 404),
    "partnership:imputation-new": (LOGIN, 403, 403, 200, 404),
    "partnership:imputation": (LOGIN, 403, 403, 200, 404),
    "partnership:imputation-remove": (LOGIN, 405, 405, 405, 405),
    "partnership:amendment-new": (LOGIN, 403, 200, 200, 404),
    "partnership:amendment-vote": (LOGIN, 403, 403, 200, 404),
    "partnership:amendment-remove": (LOGIN, 405, 405, 405, 405),
    "accompaniment:log": ASSOCIATION,
    "accompaniment:log-waiting": ASSOCIATION,
    "accompaniment:log-structures": ASSOCIATION,
    "accompaniment:service-worker": PUBLIC,
    "accompaniment:without-network": PUBLIC,
    "accompaniment:one-line": ASSOCIATION,
    "accompaniment:proposals": ASSOCIATION,
    "accompaniment:proposal": (LOGIN, 200, 404, 403, 403),
    "accompaniment:proposal-ignore": (LOGIN, 405, 405, 405, 405),
    "accompaniment:proposal-take-back": (LOGIN, 405, 405, 405, 405),
    "accompaniment:proposals-mails": (LOGIN, 405, 405, 405, 405),
    "accompaniment:proposals-calendar": (LOGIN, 405, 405, 405, 405),
    "accompaniment:calendar-address": (LOGIN, 405, 405, 405, 405),
    "accompaniment:calendar-address-read": (LOGIN, 405, 405, 405, 405),
    "accompaniment:calendar-address-forget": (LOGIN, 405, 405, 405, 405),
    "accompaniment:entries": EVERYONE,
    "accompaniment:week": ASSOCIATION,
    "accompaniment:plan": ASSOCIATION,
    "accompaniment:session-outcome": ASSOCIATION,
    "accompaniment:week-feed": PUBLIC,
    "accompaniment:months": ASSOCIATION,
    "accompaniment:month-close": (LOGIN, 405, 405, 405, 405),
    "accompaniment:month-reopen": (LOGIN, 405, 405, 405, 405),
    "accompaniment:months-settings": (LOGIN, 405, 405, 405, 405),
    "accompaniment:session": THEIR_OWN,
    "accompaniment:session-remove": (LOGIN, 405, 405, 405, 405),
    "accompaniment:work-entries": EVERYONE,
    "accompaniment:work": THEIR_OWN,
    "accompaniment:work-remove": (LOGIN, 405, 405, 405, 405),
    "accompaniment:follow-ups": EVERYONE,
    "accompaniment:accompaniment": THEIR_OWN,
    "accompaniment:follow-up": THEIR_OWN,
    "accompaniment:convert": WRITERS,
    "accompaniment:reminded": WRITERS,
    "accompaniment:callbacks": ASSOCIATION,
    "accompaniment:hand-over": ASSOCIATION,
    "accompaniment:handed-over": ASSOCIATION,
    "reporting:today": (LOGIN, 200, 200, 302, 302),
    "reporting:network-years": (LOGIN, 302, 302, 403, 403),
    "reporting:network-year": ASSOCIATION,
    "reporting:network-rows": ASSOCIATION,
    "reporting:convention": THEIR_OWN,
    "reporting:figure": THEIR_OWN,
    "reporting:commitment": THEIR_OWN,
    "reporting:mark": (LOGIN, 405, 405, 405, 405),
    "reporting:moved": THEIR_OWN,
    "reporting:follow-up-table": THEIR_OWN,
    "reporting:follow-up-table-pdf": (LOGIN, 405, 405, 405, 405),
    "reporting:money": THEIR_OWN,
    "reporting:financial-report": THEIR_OWN,
    "reporting:settlement": THEIR_OWN,
    "reporting:settlement-propose": (LOGIN, 405, 405, 405, 405),
    "reporting:settlement-observe": (LOGIN, 405, 405, 405, 405),
    "reporting:settlement-no-observation": (LOGIN, 405, 405, 405, 405),
    "reporting:settlement-withdraw": (LOGIN, 405, 405, 405, 405),
    "reporting:settlement-decide": (LOGIN, 405, 405, 405, 405),
    "reporting:reports": ASSOCIATION,
    "reporting:report": WRITERS,
    "reporting:narrative": WRITERS,
    "reporting:freeze": (LOGIN, 405, 405, 405, 405),
    "reporting:report-pdf": (LOGIN, 405, 405, 405, 405),
    "reporting:version": WRITERS,
    "reporting:version-pdf": (LOGIN, 405, 405, 405, 405),
    "login": (200, 302, 302, 302, 302),
    "logout": (LOGIN, 405, 405, 405, 405),
    "password_change": EVERYONE,
    "password_change_done": EVERYONE,
    "password_reset": PUBLIC,
    "password_reset_done": PUBLIC,
    "password_reset_confirm": PUBLIC,
    "password_reset_complete": PUBLIC,
}
POST = {
    "partnership:project-new": (LOGIN, 422, 422, 403, 403),
    "partnership:project-edit": (LOGIN, 422, 422, 403, 404),
    "partnership:project-step": (LOGIN, 422, 422, 422, 404),
    "partnership:project-step-edit": (LOGIN, 422, 422, 403, 404),
    "partnership:project-step-remove": (LOGIN, 302, 302, 403, 404),
    "partnership:project-waive": (LOGIN, 302, 302, 302, 404),
    "partnership:project-remove": (LOGIN, 422, 422, 403, 404),
    "partnership:scheme-new": (LOGIN, 422, 422, 403, 403),
    "partnership:scheme-edit": (LOGIN, 422, 422, 422, 404),
    "partnership:call-new": (LOGIN, 422, 422, 422, 404),
    "partnership:call-edit": (LOGIN, 422, 422, 422, 404),
    "partnership:call-remove": (LOGIN, 302, 302, 302, 404),
    "accompaniment:feedback": (LOGIN, 422, 422, 403, 404),
    "accompaniment:feedback-remove": (LOGIN, 302, 302, 403, 404),
    "accompaniment:handout": (LOGIN, 422, 422, 403, 404),
    "accompaniment:handout-remove": (LOGIN, 302, 302, 403, 404),
    "accompaniment:survey-edit": (LOGIN, 422, 422, 403, 404),
    "accompaniment:survey-open": (LOGIN, 302, 302, 403, 404),
    "accompaniment:survey-send": (LOGIN, 302, 302, 403, 404),
    "accompaniment:survey": (422, 422, 422, 422, 422),
    "partnership:staff-rates": (LOGIN, 403, 422, 403, 403),
    "partnership:staff-rate-end": (LOGIN, 403, 302, 403, 403),
    "reporting:cerfa-texts": (LOGIN, 403, 302, 403, 404),
    "reporting:cerfa-pdf": (LOGIN, 403, 302, 403, 404),
    "reporting:staff-time-sharing": (LOGIN, 403, 302, 403, 404),
    "reporting:salary-new": (LOGIN, 403, 422, 403, 404),
    "reporting:time-sheet-pdf": (LOGIN, 302, 302, 403, 404),
    "partnership:organisation-new": (LOGIN, 422, 422, 403, 403),
    "partnership:organisation-edit": (LOGIN, 422, 422, 404, 404),
    "partnership:organisation-merge": (LOGIN, 403, 422, 403, 403),
    "partnership:contact": (LOGIN, 422, 422, 403, 403),
    "partnership:contact-new": (LOGIN, 422, 422, 404, 404),
    "partnership:contact-remove": (LOGIN, 302, 302, 403, 403),
    "partnership:deadline": (LOGIN, 403, 422, 422, 404),
    "partnership:deadline-met": (LOGIN, 403, 302, 302, 404),
    "partnership:deadline-new": (LOGIN, 403, 422, 422, 404),
    "partnership:deadline-report": (LOGIN, 403, 403, 302, 404),
    "partnership:in-charge": (LOGIN, 403, 302, 403, 404),
    "partnership:calendar-renew": (LOGIN, 302, 302, 302, 302),
    "partnership:carry-over": (LOGIN, 403, 403, 422, 404),
    "partnership:carry-over-new": (LOGIN, 403, 422, 403, 404),
    "partnership:expense-new": (LOGIN, 403, 422, 403, 404),
    "partnership:expense": (LOGIN, 403, 422, 403, 404),
    "partnership:expense-cancel": (LOGIN, 403, 302, 403, 404),
    "partnership:payments": (LOGIN, 403, 422, 403, 404),
    "partnership:payment-remove": (LOGIN, 403, 302, 403, 404),
    "partnership:import": (LOGIN, 403, 422, 403, 403),
    "partnership:import-write": (LOGIN, 404, 302, 404, 404),
    "partnership:import-answer": (LOGIN, 404, 302, 404, 404),
    "partnership:import-undo": (LOGIN, 403, 302, 403, 403),
    "partnership:gap-explanation": (LOGIN, 403, 302, 403, 404),
    "reporting:financial-report": (LOGIN, 403, 302, 403, 404),
    "reporting:settlement-propose": (LOGIN, 403, 403, 422, 404),
    "reporting:settlement-observe": (LOGIN, 403, 422, 422, 404),
    "reporting:settlement-no-observation": (LOGIN, 403, 302, 403, 404),
    "reporting:settlement-withdraw": (LOGIN, 403, 403, 422, 404),
    "reporting:settlement-decide": (LOGIN, 403, 403, 422, 404),
    "partnership:file-add": (LOGIN, 422, 422, 403, 404),
    "partnership:file-withdraw": (LOGIN, 302, 302, 403, 404),
    "partnership:evidence-add": (LOGIN, 422, 422, 403, 404),
    "partnership:evidence-item": (LOGIN, 422, 422, 403, 404),
    "partnership:evidence-cancel": (LOGIN, 422, 422, 403, 404),
    "partnership:duties": (LOGIN, 403, 302, 403, 404),
    "partnership:paper": (LOGIN, 422, 422, 422, 404),
    "partnership:paper-texts": (LOGIN, 403, 403, 422, 404),
    "partnership:visas": (LOGIN, 403, 403, 302, 404),
    "partnership:annexes": (LOGIN, 403, 403, 422, 404),
    "partnership:move": (LOGIN, 403, 422, 422, 404),
    "partnership:vote": (LOGIN, 403, 403, 422, 404),
    "partnership:deliberation": (LOGIN, 403, 403, 422, 404),
    "partnership:imputation-new": (LOGIN, 403, 403, 422, 404),
    "partnership:imputation": (LOGIN, 403, 403, 422, 404),
    "partnership:imputation-remove": (LOGIN, 403, 403, 302, 404),
    "partnership:amendment-new": (LOGIN, 403, 422, 422, 404),
    "partnership:amendment-vote": (LOGIN, 403, 403, 422, 404),
    "partnership:amendment-remove": (LOGIN, 403, 302, 302, 404),
    "partnership:convention-new": (LOGIN, 403, 422, 403, 403),
    "partnership:convention-edit": (LOGIN, 403, 422, 403, 404),
    "partnership:proposal-send": (LOGIN, 403, 422, 403, 404),
    "partnership:programme-edit": (LOGIN, 403, 422, 403, 404),
    "partnership:reading-new": (LOGIN, 403, 422, 422, 404),
    "partnership:reading-accept": (LOGIN, 403, 403, 302, 404),
    "partnership:reading-withdraw": (LOGIN, 403, 302, 403, 404),
    "partnership:chapters": (LOGIN, 403, 422, 403, 404),
    "partnership:links": (LOGIN, 403, 302, 403, 404),
    "partnership:budget-edit": (LOGIN, 403, 422, 403, 404),
    "partnership:budget-balance": (LOGIN, 403, 200, 403, 404),
    "partnership:budget-import": (LOGIN, 403, 422, 403, 404),
    "accompaniment:log": (LOGIN, 422, 422, 403, 403),
    "accompaniment:log-waiting": (LOGIN, 422, 422, 403, 403),
    "accompaniment:proposal": (LOGIN, 422, 404, 403, 403),
    "accompaniment:proposal-ignore": (LOGIN, 302, 404, 403, 403),
    "accompaniment:proposal-take-back": (LOGIN, 302, 404, 403, 403),
    "accompaniment:proposals-mails": (LOGIN, 422, 422, 403, 403),
    "accompaniment:proposals-calendar": (LOGIN, 422, 422, 403, 403),
    "accompaniment:calendar-address": (LOGIN, 422, 422, 403, 403),
    "accompaniment:calendar-address-read": (LOGIN, 404, 404, 403, 403),
    "accompaniment:calendar-address-forget": (LOGIN, 302, 302, 403, 403),
    "accompaniment:session": (LOGIN, 422, 422, 403, 404),
    "accompaniment:plan": (LOGIN, 422, 422, 403, 403),
    "accompaniment:session-outcome": (LOGIN, 302, 302, 403, 403),
    "accompaniment:month-close": (LOGIN, 422, 422, 403, 403),
    "accompaniment:month-reopen": (LOGIN, 422, 422, 403, 403),
    "accompaniment:months-settings": (LOGIN, 403, 302, 403, 403),
    "accompaniment:work": (LOGIN, 422, 422, 403, 404),
    "accompaniment:session-remove": (LOGIN, 302, 302, 403, 403),
    "accompaniment:work-remove": (LOGIN, 302, 302, 403, 403),
    "accompaniment:follow-up": (LOGIN, 422, 422, 403, 404),
    "accompaniment:convert": (LOGIN, 422, 422, 403, 404),
    "accompaniment:reminded": (LOGIN, 302, 302, 403, 404),
    "accompaniment:hand-over": (LOGIN, 422, 422, 403, 403),
    "accompaniment:attendance-add": (LOGIN, 422, 422, 422, 404),
    "accompaniment:attendance-all-present": (LOGIN, 302, 302, 403, 404),
    "accompaniment:attendance-promote": (LOGIN, 302, 302, 403, 404),
    "accompaniment:attendance-structures": (LOGIN, 422, 422, 403, 404),
    "accompaniment:attendance-erase": (LOGIN, 403, 302, 403, 404),
    "accompaniment:attendance-row": (LOGIN, 422, 422, 403, 404),
    "accompaniment:attendance-state": (LOGIN, 302, 302, 302, 404),
    "accompaniment:attendance-remove": (LOGIN, 302, 302, 403, 404),
    "accompaniment:certificates": (LOGIN, 302, 302, 403, 404),
    "accompaniment:sign-up-settings": (LOGIN, 302, 302, 403, 404),
    "accompaniment:signing-add": (LOGIN, 422, 422, 403, 404),
    "accompaniment:sign": (LOGIN, 422, 422, 403, 404),
    "accompaniment:signature-withdraw": (LOGIN, 302, 302, 403, 404),
    "accompaniment:sign-up": (422, 422, 422, 422, 422),
    "accompaniment:sign-up-confirm": (302, 302, 302, 302, 302),
    "accompaniment:sign-up-cancel": (302, 302, 302, 302, 302),
    "accompaniment:sign-up-file": (422, 422, 422, 422, 422),
    "accompaniment:gathering-new": (LOGIN, 422, 422, 403, 403),
    "accompaniment:gathering-edit": (LOGIN, 422, 422, 403, 404),
    "accompaniment:gathering-hold": (LOGIN, 302, 302, 403, 404),
    "accompaniment:gathering-plan": (LOGIN, 302, 302, 403, 404),
    "accompaniment:gathering-postpone": (LOGIN, 422, 422, 403, 404),
    "accompaniment:gathering-call-off": (LOGIN, 422, 422, 403, 404),
    "accompaniment:gathering-remove": (LOGIN, 302, 302, 403, 404),
    "accompaniment:gathering-agenda-edit": (LOGIN, 422, 422, 403, 404),
    "accompaniment:gathering-agenda-preview": (LOGIN, 200, 200, 403, 404),
    "accompaniment:gathering-agenda-pdf": (LOGIN, 302, 302, 302, 404),
    "partnership:remark": (LOGIN, 422, 422, 422, 404),
    "partnership:preferences": (LOGIN, 302, 302, 302, 302),
    "reporting:follow-up-table-pdf": (LOGIN, 302, 302, 302, 404),
    "reporting:mark": (LOGIN, 422, 422, 403, 404),
    "reporting:narrative": (LOGIN, 302, 302, 403, 404),
    "reporting:freeze": (LOGIN, 403, 302, 403, 404),
    "reporting:report-pdf": (LOGIN, 403, 302, 403, 404),
    "reporting:version-pdf": (LOGIN, 403, 302, 404, 404),
}


def _names(patterns, prefix="") -> set[str]:
    names = set()
    for one in patterns:
        if isinstance(one, URLResolver):
            if one.app_name == "admin":
                continue
            names |= _names(
                one.url_patterns, f"{prefix}{one.namespace}:" if one.namespace else prefix
            )
        elif isinstance(one, URLPattern):
            names.add(f"{prefix}{one.name}")
    return names


@pytest.fixture
def addresses(world, monkeypatch):
    """The address of every name, on rows of `world.convention`."""
    monkeypatch.setattr(jobs, "send", lambda job: True)
    arguments = arguments_of(world)
    return {name: address_of(name, arguments, world.convention.reference) for name in GET}


def test_every_address_is_classified():
    assert _names(get_resolver().url_patterns) == set(GET)


def test_every_address_that_answers_post_is_classified():
    assert set(POST) <= set(GET)
    only_post = {name for name, statuses in GET.items() if statuses[1] == 405} - {"logout"}
    assert only_post <= set(POST)


@pytest.mark.parametrize("rank", range(len(ROLES)), ids=ROLES)
def test_each_role_opens_what_is_its_own(client, world, addresses, rank):
    if ROLES[rank] != "anonymous":
        client.force_login(getattr(world, ROLES[rank]))
    answers = {}
    for name, address in addresses.items():
        response = client.get(address)
        answers[name] = response.status_code
        end(response)
    assert answers == {name: statuses[rank] for name, statuses in GET.items()}


@pytest.mark.parametrize("rank", range(len(ROLES)), ids=ROLES)
def test_each_role_writes_what_is_its_own(client, world, addresses, rank):
    """Each address on the same rows: what the one before wrote is undone."""
    answers = {}
    for name in POST:
        with transaction.atomic():
            if ROLES[rank] != "anonymous":
                client.force_login(getattr(world, ROLES[rank]))
            answers[name] = client.post(addresses[name]).status_code
            transaction.set_rollback(True)
    assert answers == {name: statuses[rank] for name, statuses in POST.items()}


def test_an_anonymous_visitor_is_sent_to_the_login_page_and_back(client, addresses):
    answer = client.get(addresses["reporting:convention"])
    assert answer.url == f"{reverse('login')}?next={addresses['reporting:convention']}"


def test_the_administration_is_for_its_own_accounts(client, world):
    client.force_login(world.admin)
    assert client.get("/administration/").status_code == 302


def test_the_demonstration_has_a_login_for_each_side():
    assert len({login.email for login in LOGINS}) == 4
