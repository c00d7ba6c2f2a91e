"""The pages of what one was told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from vod.outbox import services
from vod.outbox.kinds import HELP, PAGES, STUDIO, TICKETS, Kind
from vod.outbox.tokens import NoToken, read_token
from vod.web.account.views import person_of
from vod.web.buttons import button_of
from vod.web.inbox.forms import MailChoiceForm

A_PAGE = 50
CALLED = {TICKETS: _("My tickets"), STUDIO: _("Studio"), HELP: _("Help")}


@never_cache
@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """What one was told, the newest first."""
    page = Paginator(services.inbox_of(person_of(request)), A_PAGE).get_page(
        request.GET.get("page")
    )
    leads = [PAGES[Kind(message.kind)] for message in page]
    told = [(message, path, CALLED.get(path)) for message, path in zip(page, leads, strict=True)]
    return render(request, "web/inbox/inbox.html", {"told": told, "page": page})


@never_cache
@button_of("inbox")
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """The button that marks all as read."""
    services.mark_read(messages=services.inbox_of(person_of(request)), now=timezone.now())
    return redirect("inbox")


@never_cache
@login_required
def mail_choice(request: HttpRequest) -> HttpResponse:
    """What comes by mail as well."""
    user = person_of(request)
    posted = request.POST if request.method == "POST" else None  # none ticked is a choice, too
    form = MailChoiceForm(posted, initial={"kinds": services.mailed_to(user)})
    if form.is_valid():
        services.choose_mail(user=user, wanted=form.cleaned_data["kinds"])
        messages.success(request, gettext("Saved."))
        return redirect("inbox-mail")
    return render(request, "web/inbox/mail.html", {"form": form})


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token is signed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mail of a kind. Opening the page stops nothing: scanners of mail open every link."""
    try:
        user_id, kind = read_token(token)
    except NoToken as unknown:
        raise Http404 from unknown
    if request.method == "POST":
        services.stop_mail(user_id=user_id, kind=kind)
    return render(request, "web/inbox/unsubscribe.html", {"stopped": request.method == "POST"})
