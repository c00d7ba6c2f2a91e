"""The pages of one's own account; log-in and registration themselves are django-allauth's."""
