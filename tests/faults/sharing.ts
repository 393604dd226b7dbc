import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type PrivateKey, readPrivateKey } from 'openpgp';
import { startSession } from '../../functions/staff/session.ts';
import type { Store } from '../../functions/store/store.ts';
import type { SealedMessage } from '../../src/disclosure/case.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { type Certificate, makeKeyPair, makeReplyKey, readCertificates } from '../../src/openpgp/keys.ts';
import { openText, sessionKeysOf } from '../../src/openpgp/open.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { unlockReplyKey } from '../../src/openpgp/unlock-reply-key.ts';
import { built } from '../support/builds.ts';
import {
  ample,
  changeInput,
  messageIn,
  newCaseInput,
  newMessage,
  newNote,
  noteInput,
  randomId,
} from '../support/cases.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { Gpg } from '../support/gpg.ts';
import { listedFile, placedText, reportText } from '../support/own-texts.ts';
import { armored, asIfFor } from '../support/stolen.ts';
import { ANNA, BRAM, CEES, teamWithFormer } from '../support/teams.ts';
import { type Adapter, allCases, type Bed, makeBed } from './bed.ts';
import { type Check, exactly, figure } from './check.ts';
import { type Served, type Servers, serversOf } from './servers.ts';

const CLIENT = fileURLToPath(new URL('sharing-client.ts', import.meta.url));
const SITE_URL = 'http://localhost:4321';
/** How long a client, or a server, lives at most once it works, in ms. */
const LIFE = 2500;
const AT_ONCE = 2;
/** How a client ends whose session may make no more requests. */
const OUT_OF_REQUESTS = 4;
const SAMPLE = 10;
const REPLY_PASSPHRASE = 'the passphrase of a receipt';

type Team = Awaited<ReturnType<typeof teamWithFormer>>;

/** What a case is made for: everybody's keys, before and now. */
interface People {
  before: string[];
  anna: PrivateKey;
  bram: PrivateKey;
  cees: PrivateKey;
  stranger: PrivateKey;
  reporter: PrivateKey;
  replyKey: { publicKey: string; lockedPrivateKey: string };
}

/**
 * Cases that were sealed to Anna and Cees are shared with Bram, who is new, while the clients that do it and the server are
 * killed again and again; Cees has left. Two clients at once are in each other's way. Then every case opens for Anna, Bram
 * and its reporter, and for nobody else.
 * @param kills how often a client or the server is killed
 */
export async function killSharing(adapter: Adapter, cases: number, kills: number): Promise<Check[]> {
  const team = await teamWithFormer();
  const { TEAM_KEY_FILE, FORMER_KEYS_FILE } = team;
  const folder = await built({ TEAM_KEY_FILE, FORMER_KEYS_FILE });
  const bed = await makeBed(adapter);
  const remove = async () => undefined;
  const serve = () => Promise.reject(new Error('nobody asks for it'));
  const servers = await serversOf({ team: team.gpg, publicKey: team.publicKey, folder, serve, remove });
  try {
    const store = bed.open();
    const people = await readPeople(team);
    await fill(store, people, cases);
    const began = performance.now();
    const tally = await rage({ servers, bed, store, team, kills });
    for (const why of tally.unexpected) process.stderr.write(why);
    const seconds = (performance.now() - began) / 1000;
    return [
      figure('cases shared', cases),
      figure('clients killed', tally.clients),
      figure('servers killed', tally.servers),
      figure('cases a minute, killing included', Math.round((cases / seconds) * 60)),
      exactly('ends that nobody expected', tally.unexpected.length, 0),
      ...(await checkCases(store, people, team.gpg)),
    ];
  } finally {
    await bed.stop();
    team.gpg.close();
  }
}

async function readPeople({ gpg, publicKey }: Team): Promise<People> {
  const read = (userId: string) =>
    readPrivateKey({ armoredKey: gpg.exportPrivate(gpg.fingerprintOf(userId)) });
  const certificates = await readCertificates(
    `${publicKey}\n${gpg.exportPublic('cees@example.com')}`,
    new Date(),
  );
  const of = (userId: string): Certificate | undefined =>
    certificates.find(({ userIds }) => userIds.includes(userId));
  const replyKey = await makeReplyKey(REPLY_PASSPHRASE);
  const stranger = await makeKeyPair({ name: 'Stranger' });
  return {
    before: [ANNA, CEES].map((userId) => of(userId)?.armored ?? ''),
    ...{ anna: await read(ANNA), bram: await read(BRAM), cees: await read(CEES) },
    stranger: await readPrivateKey({ armoredKey: stranger.privateKey }),
    reporter: await unlockReplyKey(replyKey.lockedPrivateKey, REPLY_PASSPHRASE),
    replyKey,
  };
}

/** Every so many cases has one of these. */
const EVERY = { note: 3, file: 5, stolen: 7 };
/** The number of a message that somebody sent who could not open it. */
const STOLEN = 3;

/** Cases with a report and a reply each, some with a note, with an attachment, with what is of no case. */
async function fill(store: Store, { before, replyKey }: People, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const content = new TextEncoder().encode(`file ${at}`);
    const [id, file] = [randomId(), at % EVERY.file === 0 ? await fileOf(at, content, before) : null];
    const made = newCaseInput({
      receivedAt: Date.now() - at * 1000,
      replyKey: replyKey.lockedPrivateKey,
      attachments: file === null ? [] : [{ id, size: file.length }],
    });
    const text = reportText({
      description: `report ${at}`,
      replyKey: replyKey.publicKey,
      attachments: file === null ? [] : [await listedFile(id, `${at}.txt`, content)],
    });
    const report = {
      ...newMessage('reporter', made.newCase.receivedAt),
      sealed: await seal(text, [...before, replyKey.publicKey]),
    };
    await store.createCase({ ...made, report, mails: [] });
    const { reference } = made.newCase;
    const answer = placedText(`reply ${at}`, { reference, number: 2, from: 'team' });
    const reply = {
      ...newMessage('team', Date.now()),
      sealed: await seal(answer, [...before, replyKey.publicKey]),
    };
    await store.changeCase(changeInput(made.newCase, {}, { message: messageIn(reply) }));
    if (at % EVERY.stolen === 0) {
      const [anna = '', ...others] = before;
      const sealed = armored(await asIfFor(await seal(`mail of Anna’s ${at}`, [anna]), others));
      const current = (await store.findCase(reference)) ?? made.newCase;
      const message = { ...newMessage('reporter', Date.now()), sealed };
      await store.changeCase(changeInput(current, {}, { message: messageIn(message) }));
    }
    if (at % EVERY.note === 0) {
      const words = placedText(`note ${at}`, { reference, number: 1, from: 'note' });
      const note = newNote({ sealed: await seal(words, before) });
      await store.appendNote(noteInput(reference, 1, note));
    }
    if (file === null) continue;
    const whole = { index: 0, bytes: file, count: 1, eraseAt: Date.now() + limits.uploadTime };
    await store.putChunk({
      reference,
      attachmentId: id,
      ...whole,
      quota: ample,
      limits: [],
      now: Date.now(),
    });
  }
}

async function fileOf(
  at: number,
  content: Uint8Array<ArrayBuffer>,
  before: readonly string[],
): Promise<Uint8Array> {
  return sealAttachment(await planAttachment(`${at}.txt`, content.length, before), content);
}

interface Tally {
  clients: number;
  servers: number;
  unexpected: string[];
}

/** Clients and servers come and go until the clients are through and enough was killed. */
async function rage({
  servers,
  bed,
  store,
  team,
  kills,
}: {
  servers: Servers;
  bed: Bed;
  store: Store;
  team: Team;
  kills: number;
}): Promise<Tally> {
  const tally: Tally = { clients: 0, servers: 0, unexpected: [] };
  const isEnough = () => tally.clients + tally.servers >= kills;
  let served: Served = servers.launch(bed.settings);
  await served.ready;
  let isOver = false;
  const killServers = async () => {
    while (!isOver && !isEnough()) {
      await wait(LIFE + Math.random() * LIFE);
      if (isOver || isEnough()) return;
      await served.end();
      tally.servers += 1;
      served = servers.launch(bed.settings);
      await served.ready;
    }
  };
  const walkOn = async (number: number) => {
    const place = join(bed.dataDir, `place-${number}.json`);
    for (;;) {
      const mayKill = !isEnough();
      const code = await oneLife(await clientOf({ servers, store, team, place }), mayKill, tally);
      if (code === 0 || tally.unexpected.length > 0) return;
    }
  };
  try {
    const walks = Promise.all(Array.from({ length: AT_ONCE }, (_, number) => walkOn(number))).finally(() => {
      isOver = true;
    });
    await Promise.all([walks, killServers()]);
    return tally;
  } finally {
    await served.end('SIGTERM');
  }
}

interface Scene {
  servers: Servers;
  store: Store;
  team: Team;
  place: string;
}

/** A client of Anna's, in a session of its own: one may not make so many requests. */
async function clientOf({ servers, store, team, place }: Scene): Promise<ChildProcess> {
  const fingerprint = team.gpg.fingerprintOf(ANNA);
  const parts = { store, siteUrl: SITE_URL, now: () => new Date() };
  const { cookie } = await startSession({ fingerprint, name: ANNA }, parts);
  const files = { TEAM_FILE: team.TEAM_KEY_FILE, FORMER_FILE: team.FORMER_KEYS_FILE, PLACE_FILE: place };
  const env = {
    SITE: servers.url,
    COOKIE: cookie.split(';')[0] ?? '',
    KEY_FILE: join(team.gpg.home, 'anna.asc'),
    ...files,
  };
  return spawn(process.execPath, [CLIENT], { env: cleanEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Gives how it ended; null where it was killed. */
async function oneLife(child: ChildProcess, mayKill: boolean, tally: Tally): Promise<number | null> {
  const errors: string[] = [];
  child.stderr?.on('data', (chunk) => errors.push(String(chunk)));
  const closed = once(child, 'close');
  if (mayKill) {
    await Promise.race([once(child.stdout ?? child, 'data'), closed]);
    await Promise.race([wait(Math.random() * LIFE), closed]);
    child.kill('SIGKILL');
  }
  const [code, signal] = await closed;
  if (signal === 'SIGKILL') tally.clients += 1;
  else if ((code !== 0 && code !== OUT_OF_REQUESTS) || errors.length > 0)
    tally.unexpected.push(errors.join(''));
  return code;
}

async function checkCases(store: Store, people: People, gpg: Gpg): Promise<Check[]> {
  const { anna, bram, cees, stranger, reporter } = people;
  const found = {
    all: 0,
    cases: 0,
    anna: 0,
    bram: 0,
    cees: 0,
    stranger: 0,
    notes: 0,
    messages: 0,
    reporter: 0,
    copies: 0,
    stolen: 0,
    asItCame: 0,
  };
  const alone = new Gpg();
  let byGpg = 0;
  alone.import(gpg.exportPrivate(gpg.fingerprintOf(BRAM)));
  for (const { reference, attachments } of await allCases(store)) {
    const all = await store.readMessages(reference);
    const stolen = all.filter(({ number }) => number === STOLEN);
    const messages = all.filter(({ number }) => number !== STOLEN);
    const notes = await store.readNotes(reference);
    const first =
      attachments[0] && (await store.readChunk({ reference, attachmentId: attachments[0].id, index: 0 }));
    const things: (string | Uint8Array)[] = [
      ...[...messages, ...notes].map(({ sealed }) => sealed),
      ...(first ? [first] : []),
    ];
    found.cases += 1;
    found.all += things.length;
    found.stolen += stolen.length;
    found.asItCame += stolen.filter(({ sharedAt }) => sharedAt === undefined).length;
    found.messages += messages.length;
    found.notes += notes.some(({ kind }) => kind === 'sharing') ? 1 : 0;
    found.copies += (await store.readSharing(reference)).copies === null ? 0 : 1;
    found.anna += await openedBy(anna, things);
    found.bram += await openedBy(bram, things);
    found.cees += await openedBy(cees, things);
    found.stranger += await openedBy(stranger, things);
    found.reporter += await readBy(reporter, messages);
    if (found.cases <= SAMPLE && isOpenedBy(alone, messages[0]?.sealed ?? '')) byGpg += 1;
  }
  alone.close();
  return [
    exactly('cases with a note that they were shared', found.notes, found.cases),
    exactly('messages, notes and attachments that open for who was here all along', found.anna, found.all),
    exactly('and for the newcomer', found.bram, found.all),
    exactly('and for who left', found.cees, 0),
    exactly('and for a stranger', found.stranger, 0),
    exactly('of what is of no case, as it came', found.asItCame, found.stolen),
    exactly('messages that their reporter opens', found.reporter, found.messages),
    exactly('of the first reports, that the newcomer opens with gpg', byGpg, Math.min(SAMPLE, found.cases)),
    exactly('copies that are left over', found.copies, 0),
  ];
}

function isOpenedBy(gpg: Gpg, sealed: string): boolean {
  try {
    return /^report \d+$/m.test(gpg.decrypt(sealed));
  } catch {
    return false;
  }
}

async function openedBy(key: PrivateKey, things: readonly (string | Uint8Array)[]): Promise<number> {
  let count = 0;
  for (const sealed of things) {
    const keys = await sessionKeysOf(key, sealed);
    if (keys.length === 0) continue;
    if (typeof sealed !== 'string' || (await openText(keys, sealed)).text !== null) count += 1;
  }
  return count;
}

async function readBy(key: PrivateKey, messages: readonly SealedMessage[]): Promise<number> {
  return openedBy(
    key,
    messages.map(({ sealed }) => sealed),
  );
}
