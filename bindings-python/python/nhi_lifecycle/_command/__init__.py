"""``python -m nhi_lifecycle``: one file per command, and what they share."""
