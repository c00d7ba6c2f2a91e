"""What people are told, in their inbox here and by mail."""
