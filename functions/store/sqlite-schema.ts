/** The tables of the sqlite adapter. What is read often is small: messages and chunks are tables of their own. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS cases (
    reference TEXT PRIMARY KEY,
    receiptId TEXT NOT NULL UNIQUE,
    receivedAt INTEGER NOT NULL,
    version INTEGER NOT NULL,
    record TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS cases_by_time ON cases (receivedAt, reference);
  CREATE TABLE IF NOT EXISTS messages (
    reference TEXT NOT NULL,
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    size INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (reference, number),
    UNIQUE (reference, id)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS chunks (
    reference TEXT NOT NULL,
    attachmentId TEXT NOT NULL,
    number INTEGER NOT NULL,
    eraseAt INTEGER,
    bytes BLOB NOT NULL,
    PRIMARY KEY (reference, attachmentId, number)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS chunks_by_end ON chunks (eraseAt) WHERE eraseAt IS NOT NULL;
  CREATE TABLE IF NOT EXISTS alerts (
    reference TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    record TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS outbox (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    messageId TEXT NOT NULL,
    dueAt INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS outbox_by_due ON outbox (dueAt);
  CREATE TABLE IF NOT EXISTS hits (
    key TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    endsAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS hits_by_end ON hits (endsAt);
`;
