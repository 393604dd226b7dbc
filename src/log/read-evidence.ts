import { isOutcome, type Promised, promiseOutcomes } from '../disclosure/promised.ts';
import { REFERENCE } from '../disclosure/reference.ts';
import {
  EVIDENCE_HEAD,
  type Evidence,
  type EvidenceCase,
  type EvidenceEvent,
  type EvidenceStatement,
  FOR_PEOPLE,
  NOTHING,
} from './evidence.ts';
import { STATEMENT_HEAD } from './statement.ts';
import { readBase64 } from './strict-base64.ts';

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const PROMISE = /^([a-z-]{1,60}) ([a-z-]+) due (\S+) done (\S+) by (.+)$/u;
const EVENT = /^(\S+) ([a-z-]{1,60}) (.+?) (.+)$/u;
const LEFT_OUT = /^(\d+) events, (\d+) statements(?:, ([1-9]\d*) promises)?$/;
/** A log of a million million entries has proofs this long. */
const LONGEST_PROOF = 40;

/** Something that is not as `writeEvidence` writes it. */
class UnreadableError extends Error {}

/**
 * Reads what `writeEvidence` wrote, without what is for people, and believes nothing of it; null for anything else. That
 * what became of each promise follows from its times is looked at here.
 */
export function readEvidence(text: string): Evidence | null {
  try {
    return new Reader(text).document();
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  }
}

/** Goes through the lines once. */
class Reader {
  readonly #lines: readonly string[];
  #at = 0;

  constructor(text: string) {
    const lines = text.split('\n');
    if (lines.pop() !== '') throw new UnreadableError();
    this.#lines = lines.filter((line) => !line.startsWith(FOR_PEOPLE));
  }

  document(): Evidence {
    if (this.#next() !== EVIDENCE_HEAD) throw new UnreadableError();
    const site = this.#field('site', URL.canParse);
    const about = this.#field('about', (value) => REFERENCE.test(value) || /^\d{4}-\d\d$/.test(value));
    const madeAt = Number(this.#moment('made'));
    const by = this.#field('by', (value) => /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(value));
    const name = this.#field('name');
    const [after, next] = [orNull(this.#field('after')), orNull(this.#field('next'))];
    const received = this.#count('received');
    this.#is('');
    this.#is('checkpoint:');
    const checkpoint = this.#note();
    const cases: EvidenceCase[] = [];
    this.#is('');
    while (this.#peek().startsWith('case: ')) cases.push(this.#case(madeAt));
    if (this.#field('end') !== String(cases.length) || this.#at !== this.#lines.length)
      throw new UnreadableError();
    return { site, about, madeAt, by, name, after, next, received, checkpoint, cases };
  }

  /** A case, and the empty line behind it. */
  #case(madeAt: number): EvidenceCase {
    const reference = this.#field('case', (value) => REFERENCE.test(value));
    const receivedAt = Number(this.#moment('received'));
    const status = this.#field('status', (value) => /^[a-z-]{1,40}$/.test(value));
    const withdrawnAt = this.#moment('withdrawn');
    const promises: Promised[] = [];
    while (this.#peek().startsWith('promise: ')) promises.push(promiseIn(this.#field('promise'), madeAt));
    const events: EvidenceEvent[] = [];
    while (this.#peek().startsWith('event: ')) events.push(eventIn(this.#field('event')));
    const left = LEFT_OUT.exec(this.#field('left-out'));
    if (left === null) throw new UnreadableError();
    const statements: EvidenceStatement[] = [];
    this.#is('');
    while (this.#peek() === STATEMENT_HEAD) statements.push(this.#statement());
    const [, ofEvents, ofStatements, ofPromises = 0] = left;
    const leftOut = {
      ...{ events: Number(ofEvents), statements: Number(ofStatements), promises: Number(ofPromises) },
    };
    return { reference, receivedAt, status, withdrawnAt, promises, events, statements, leftOut };
  }

  #statement(): EvidenceStatement {
    const note = this.#note();
    const position = this.#count('position');
    const hashes = orNull(this.#field('proof'))?.split(' ') ?? [];
    const proof = hashes.slice(0, LONGEST_PROOF + 1).map((hash) => readBase64(hash));
    this.#is('');
    if (proof.length > LONGEST_PROOF || !proof.every((hash) => hash !== null)) throw new UnreadableError();
    return { note, position, proof };
  }

  /** Lines up to an empty one, and the signatures behind it. */
  #note(): string {
    const from = this.#at;
    while (this.#next() !== '');
    do this.#next();
    while (this.#peek().startsWith('— '));
    return `${this.#lines.slice(from, this.#at).join('\n')}\n`;
  }

  #moment(name: string): number | null {
    return momentIn(this.#field(name), name === 'withdrawn');
  }

  #count(name: string): number | null {
    const value = this.#field(name, (one) => /^(?:-|0|[1-9]\d{0,14})$/.test(one));
    return value === NOTHING ? null : Number(value);
  }

  #field(name: string, isRight: (value: string) => boolean = () => true): string {
    const line = this.#next();
    const value = line.slice(name.length + 2);
    if (!line.startsWith(`${name}: `) || value === '' || !isRight(value)) throw new UnreadableError();
    return value;
  }

  #is(line: string): void {
    if (this.#next() !== line) throw new UnreadableError();
  }

  #next(): string {
    const line = this.#lines[this.#at];
    this.#at += 1;
    if (line === undefined) throw new UnreadableError();
    return line;
  }

  #peek(): string {
    return this.#lines[this.#at] ?? '';
  }
}

function promiseIn(value: string, madeAt: number): Promised {
  const [, name = '', told, due = '', done = '', by = ''] = PROMISE.exec(value) ?? [];
  const outcome = promiseOutcomes.find((one) => one === told);
  if (outcome === undefined) throw new UnreadableError();
  const promised = { name, outcome, dueAt: momentIn(due), doneAt: momentIn(done), by: orNull(by) };
  if (!isOutcome(promised, madeAt)) throw new UnreadableError();
  return promised;
}

function eventIn(line: string): EvidenceEvent {
  const [, at = '', kind = '', value = '', by = ''] = EVENT.exec(line) ?? [];
  return { at: Number(momentIn(at, false)), kind, value: orNull(value) ?? '', by: orNull(by) };
}

function momentIn(text: string, mayBeNone = true): number | null {
  if (text === NOTHING && mayBeNone) return null;
  const time = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new UnreadableError();
  return time;
}

function orNull(value: string): string | null {
  return value === NOTHING ? null : value;
}
