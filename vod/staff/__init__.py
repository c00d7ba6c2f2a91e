"""What the pages of the staff's site share: look, navigation, time zone. It knows no app."""
