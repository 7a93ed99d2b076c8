"""How the admin writes days and times: as our own pages do, the same for every reader of English."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
