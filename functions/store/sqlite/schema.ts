/** The tables of the sqlite adapter. What is read often is small: messages and chunks are tables of their own. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS cases (
    reference TEXT PRIMARY KEY,
    receiptId TEXT NOT NULL UNIQUE,
    receivedAt INTEGER NOT NULL,
    version INTEGER NOT NULL,
    record TEXT NOT NULL,
    position TEXT NOT NULL,
    status TEXT NOT NULL,
    code TEXT NOT NULL,
    wakeAt INTEGER,
    closedAt INTEGER,
    eraseAt INTEGER,
    stored INTEGER NOT NULL DEFAULT 0,
    notes INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS cases_by_position ON cases (position);
  CREATE INDEX IF NOT EXISTS cases_by_status ON cases (status, position);
  CREATE INDEX IF NOT EXISTS cases_by_code ON cases (code, reference, status);
  CREATE INDEX IF NOT EXISTS cases_by_wake ON cases (wakeAt) WHERE wakeAt IS NOT NULL;
  CREATE INDEX IF NOT EXISTS cases_by_close ON cases (closedAt) WHERE closedAt IS NOT NULL;
  CREATE INDEX IF NOT EXISTS cases_by_erasure ON cases (eraseAt) WHERE eraseAt IS NOT NULL;
  CREATE TABLE IF NOT EXISTS unreadable (
    reference TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS messages (
    reference TEXT NOT NULL,
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    size INTEGER NOT NULL,
    record TEXT NOT NULL,
    note TEXT,
    entry BLOB,
    position INTEGER,
    PRIMARY KEY (reference, number),
    UNIQUE (reference, id)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS notes (
    reference TEXT NOT NULL,
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (reference, number),
    UNIQUE (reference, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS notes_by_kind ON notes (reference, kind, number);
  CREATE TABLE IF NOT EXISTS seen (
    reference TEXT NOT NULL,
    member TEXT NOT NULL,
    version INTEGER NOT NULL,
    notes INTEGER NOT NULL,
    PRIMARY KEY (reference, member)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS records (
    name TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    value TEXT NOT NULL,
    by TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS sharing (
    reference TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    copies TEXT,
    eraseAt INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sharing_by_end ON sharing (eraseAt) WHERE eraseAt IS NOT NULL;
  CREATE TABLE IF NOT EXISTS texts (
    number INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    reference TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS texts_by_hash ON texts (hash);
  CREATE INDEX IF NOT EXISTS texts_by_case ON texts (reference);
  CREATE TABLE IF NOT EXISTS events (
    reference TEXT NOT NULL,
    number INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (reference, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS statements (
    reference TEXT NOT NULL,
    number INTEGER NOT NULL,
    note TEXT NOT NULL,
    entry BLOB,
    position INTEGER,
    PRIMARY KEY (reference, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS waiting (
    entry BLOB PRIMARY KEY,
    at INTEGER NOT NULL,
    reference TEXT,
    number INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS tiles (
    name TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS checkpoints (
    name TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    note TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
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
    about TEXT NOT NULL,
    dueAt INTEGER NOT NULL,
    addedAt INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS outbox_by_case ON outbox (reference);
  CREATE INDEX IF NOT EXISTS outbox_by_due ON outbox (dueAt);
  CREATE INDEX IF NOT EXISTS outbox_by_age ON outbox (addedAt, failed);
  CREATE TABLE IF NOT EXISTS gathered (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    about TEXT NOT NULL,
    addedAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS gathered_by_digest ON gathered (digest);
  CREATE INDEX IF NOT EXISTS gathered_by_case ON gathered (reference);
  CREATE TABLE IF NOT EXISTS digests (
    name TEXT PRIMARY KEY,
    latestDueAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS announced (
    reference TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (reference, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS figures (
    month TEXT PRIMARY KEY,
    received INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    late INTEGER NOT NULL,
    totalMs INTEGER NOT NULL,
    slowestMs INTEGER NOT NULL,
    leaves INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS tallies (
    month TEXT NOT NULL,
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (month, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS trail (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    note TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS totals (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT OR IGNORE INTO totals (name, value) VALUES ('stored', 0);
  CREATE TABLE IF NOT EXISTS tokens (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    endsAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS tokens_by_end ON tokens (endsAt);
  CREATE TABLE IF NOT EXISTS hits (
    key TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    endsAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS hits_by_end ON hits (endsAt);
`;
