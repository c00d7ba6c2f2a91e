"""People whom mail reaches."""

from allauth.account.models import EmailAddress

from accounts.models import Profile, User
from tests.catalog.rows import make_user


def reachable(language: str = "", *, verified: bool = True) -> User:
    """Somebody with an address of hers."""
    user = make_user()
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    Profile.objects.create(user=user, language=language)
    return user
