"""The pages of people: for administrators, and for whoever opens a link from a mail."""
