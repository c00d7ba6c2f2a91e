"""One page for whoever sits at the desk: type a code, see what went wrong, help in one step.

The code is posted and never stands in an address: those are kept in histories and in logs.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.admin.audited import actor_of
from accounts.handwritten import grouped
from catalog import services
from catalog.models import HelpAct, SupportCode
from catalog.services import TicketRefused, desk
from catalog.services.desk import Wanted
from catalog.troubles import CodeUnknown, Trouble
from vod.staff.zone import zone_of
from vod.web.desk import troubles
from vod.web.desk.doors import desk_page, shown
from vod.web.desk.explain import in_words
from vod.web.desk.forms import CodeForm
from vod.web.desk.helping_forms import AnswerForm, ExtendForm, TicketForm

Forms = dict[str, Any]


@desk_page(permission="catalog.help_supportcode")
def help_page(request: HttpRequest) -> HttpResponse:
    """Show a code's verdict and facts, and do what is asked with it."""
    code_form = CodeForm(request.POST or None)
    if request.method != "POST" or not code_form.is_valid():
        return _page(request, {"code_form": code_form})
    try:
        code = services.support_code_of(code_form.cleaned_data["code"], now=timezone.now())
    except CodeUnknown as unknown:
        code_form.add_error("code", str(unknown.detail))
        return _page(request, {"code_form": code_form})
    forms = _forms(request, code)
    _act(request, code, forms)
    return _page(request, {"code_form": code_form} | _told(code, forms))


def _act(request: HttpRequest, code: SupportCode, forms: Forms) -> None:
    """The one step that was asked for; what is refused is said on the page."""
    asked = request.POST.get("act", "")
    form = forms.get(asked)
    if asked not in {*HelpAct.values, "answer"} or (form is not None and not form.is_valid()):
        return
    given = form.cleaned_data if form is not None else {}
    actor, now = actor_of(request), timezone.now()
    try:
        if asked == "answer" and given["canned"]:
            desk.answer_canned(code=code, slug=given["canned"], actor=actor, now=now)
        elif asked == "answer":
            desk.answer(code=code, text=given["text"], actor=actor, now=now)
        else:
            wanted = _wanted(HelpAct(asked), given)
            desk.help_viewer(code=code, wanted=wanted, actor=actor, now=now)
    except (Trouble, TicketRefused) as refused:
        messages.error(request, str(refused.detail))
    else:
        messages.success(request, _("Done. She reads it with her code."))
        forms["answer"] = AnswerForm(prepared=forms["answer"].prepared)


def _wanted(act: HelpAct, given: Mapping[str, Any]) -> Wanted:
    return Wanted(act=act, offer_id=given.get("offer", ""), until=given.get("instant"))


def _forms(request: HttpRequest, code: SupportCode) -> Forms:
    asked = request.POST.get("act", "")
    zone = zone_of(request)
    prepared = desk.canned_answers(code, reader=get_language())
    data = {name: request.POST if asked == name else None for name in ("ticket", "extend")}
    return {
        "ticket": TicketForm(data["ticket"], screening=code.screening),
        "extend": ExtendForm(data["extend"], zone=zone, now=timezone.now()),
        "answer": AnswerForm(request.POST if asked == "answer" else None, prepared=prepared),
    }


def _told(code: SupportCode, forms: Forms) -> dict[str, Any]:
    explained = services.explained_code(code)
    return {
        "code": grouped(code.code),
        "told": in_words(explained, language=get_language()) if explained is not None else None,
        "facts": troubles.described(code, language=get_language()),
        "answers": code.answers.order_by("pk"),
        "may_be_granted": code.holder_id is not None and code.screening_id is not None,
        "forms": forms,
    }


def _page(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    title = gettext_lazy("Help by code")
    return shown(request, "web/desk/help.html", title=title, context=dict(context))
