"""Users, their roles, and what may be erased about them."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


def new_public_id() -> str:
    """128 random bits: unlike UUIDv7 it does not tell when somebody joined."""
    return secrets.token_urlsafe(16)


class Role(models.TextChoices):
    """What a person does here. A viewer needs no row: everybody is one."""

    FILMMAKER = "filmmaker"
    PROGRAMMER = "programmer"
    ADMIN = "admin"


STAFF_ROLES = frozenset({Role.PROGRAMMER, Role.ADMIN})


class ConfirmedBy(models.TextChoices):
    """Who vouched for an account; mail to some networks never arrives."""

    MAIL = "mail"
    VOUCHER = "voucher"
    ORGANISATION = "organisation"
    STAFF = "staff"


class UserManager(BaseUserManager["User"]):
    """Creates users; an address is optional."""

    def create_user(
        self, email: str | None = None, password: str | None = None, **fields: object
    ) -> "User":
        """A saved user. Without a password nobody can log in as it.

        Addresses are kept in lower case, as allauth looks for them at log-in.
        """
        user = self.model(email=email.lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account. Its name is an opaque random id; address and pseudonym can go without it."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    # Not unique: whoever types a stranger's address must not learn that it is taken.
    # A *confirmed* address is unique (allauth's EmailAddress).
    email = models.EmailField(null=True, blank=True, db_index=True)  # noqa: DJ001 - may be absent
    is_active = models.BooleanField(default=True)
    confirmed_by = models.CharField(
        max_length=16, choices=ConfirmedBy, blank=True, help_text="empty: not confirmed yet"
    )

    objects: ClassVar[UserManager] = UserManager()

    # Said of the person of a request by accounts.second_factor, never stored: her log-in has not
    # shown a second factor. What she holds as staff sleeps until it has.
    second_factor_missing = False

    USERNAME_FIELD = "public_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    def __str__(self) -> str:
        return self.public_id

    @property
    def confirmed(self) -> bool:
        """Somebody or something vouched for this account."""
        return bool(self.confirmed_by)

    @property
    def held_roles(self) -> frozenset[str]:
        """The roles held, as values of `Role`, asleep or not; prefetch `roles` in lists."""
        return frozenset(held.role for held in self.roles.all())

    @property
    def role_names(self) -> frozenset[str]:
        """The roles that count now. All that is allowed by role asks here."""
        return self.held_roles - STAFF_ROLES if self.second_factor_missing else self.held_roles

    @property
    def roles_asleep(self) -> bool:
        """Staff, but without a second factor in this log-in."""
        return self.second_factor_missing and bool(self.held_roles & STAFF_ROLES)

    @property
    def is_staff(self) -> bool:
        """May enter the admin site (Django asks by this name)."""
        return bool(self.role_names & STAFF_ROLES)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """What a role permits by the settings, beside Django's own permissions."""
        if self.is_active and perm.startswith(self._permitted()):
            return True
        return bool(super().has_perm(perm, obj))

    def has_module_perms(self, app_label: str) -> bool:
        """Whether the admin site shows an app at all."""
        apps = {prefix.split(".")[0] for prefix in self._permitted()}
        if self.is_active and apps & {app_label, ""}:
            return True
        return bool(super().has_module_perms(app_label))

    def _permitted(self) -> tuple[str, ...]:
        """Prefixes of permissions; the empty one is of all. Whoever loses a role keeps nothing."""
        if Role.ADMIN in self.role_names:
            return ("",)
        permissions: dict[str, tuple[str, ...]] = settings.ROLE_PERMISSIONS
        return tuple(prefix for role in self.role_names for prefix in permissions.get(role, ()))


class UserRole(models.Model):
    """One role held by one user."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=16, choices=Role)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="user_holds_role_once")
        ]

    def __str__(self) -> str:
        return self.role


class Profile(models.Model):
    """What a person chose to be called and to read; erasable without the account."""

    user = models.OneToOneField(User, models.CASCADE, related_name="profile")
    pseudonym = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47")

    def __str__(self) -> str:
        return self.pseudonym or str(self.user)


class Consent(models.Model):
    """Which terms were accepted when."""

    user = models.ForeignKey(User, models.CASCADE, related_name="consents")
    terms_version = models.CharField(max_length=16)
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "terms_version"], name="consent_once_a_version")
        ]

    def __str__(self) -> str:
        return self.terms_version
