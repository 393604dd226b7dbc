// A server as far as the log knows one: it stores reports with their acceptance, erases one in ten, and appends what waits,
// over and over and until it is killed. Tells on its output what is acknowledged (`accepted <reference> <entry>`), and
// what is about to be erased (`erasing <reference>`); a call that fails is made again.
import { setTimeout as wait } from 'node:timers/promises';
import { appendBatches } from '../../functions/log/append.ts';
import { createDesk } from '../../functions/reporter/desk.ts';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { StoreError } from '../../functions/store/store.ts';
import { entryOf, makeSalt, writeStatement } from '../../src/log/statement.ts';
import { deskKeyOf } from '../../src/settings/desk-key.ts';
import { newCaseInput } from '../support/cases.ts';
import { DESK_KEY } from '../support/desk-key.ts';

const SITE = 'https://desk.example';
const { SQLITE_FILE, KV_REST_API_URL: url = '', KV_REST_API_TOKEN: token = '' } = process.env;
const store = SQLITE_FILE === undefined ? createKvStore({ url, token }) : createSqliteStore(SQLITE_FILE);
const desk = createDesk(deskKeyOf({ DESK_KEY, SERVER_SECRET: '' }, SITE));
/** Appends at a time at which all that came in before it is due. */
const now = () => new Date(Date.now() + 2 * 86_400_000);
const tell = (line: string) => process.stdout.write(`${line}\n`);

await Promise.all([accept(), accept(), append()]);

async function accept(): Promise<void> {
  for (let count = 0; ; count += 1) {
    const input = newCaseInput({ receivedAt: Date.now() });
    const { reference, receivedAt, respondBy } = input.newCase;
    const text = writeStatement({
      ...{ kind: 'acceptance', site: SITE, reference, sealedReportSha256: input.textHash },
      ...{ received: receivedAt, answerBy: respondBy, salt: makeSalt() },
    });
    const entry = Buffer.from(await entryOf(text)).toString('base64');
    const statement = { note: desk.sign(text), entry, at: receivedAt };
    const { outcome } = await insist(() => store.createCase({ ...input, mails: [], statement }));
    if (outcome !== 'created' && outcome !== 'repeated') continue;
    tell(`accepted ${reference} ${entry}`);
    if (count % 10 === 9) {
      tell(`erasing ${reference}`);
      await insist(() => store.eraseCase({ reference, mails: [], now: Date.now() }));
    }
    // Few at a time wait, so that many steps append: those are what the kills shall hit.
    await wait(3);
  }
}

async function append(): Promise<void> {
  for (;;) {
    await insist(() => appendBatches({ store, desk, now }));
    await wait(5);
  }
}

/** Makes a call until the store has answered. */
async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      await wait(20);
    }
  }
}
