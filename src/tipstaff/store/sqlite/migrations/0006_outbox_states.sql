-- What failed for good, and what a person gave up, found without walking over all that was done.
--
-- Rows enter these indexes only by `abandon` and `close`, so that an effect that goes well costs what it did.
-- `closed` is a new state of `outbox.state`: earlier releases pass it over like `done`.
-- Runs beside: the release before. Locks: for one walk over the outbox, about a second per million rows.
-- Undo: drop both indexes.

CREATE INDEX outbox_abandoned ON outbox (sequence) WHERE state = 'abandoned';
CREATE INDEX outbox_closed ON outbox (sequence) WHERE state = 'closed';
