"""Messages to the office and the units: composed from the read copy, kept in the outbox, sent through Apprise."""
