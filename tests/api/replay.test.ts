import { beforeEach, expect, it } from 'vitest';
import { createMessageHandler } from '../../functions/api/case-messages.ts';
import { createReportHandler } from '../../functions/api/reports.ts';
import { renderMail } from '../../functions/mail/render.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { casePageSchema, teamCaseSchema } from '../../src/disclosure/team-wire.ts';
import { armor, dearmor } from '../../src/openpgp/armor.ts';
import { makeKeyPair } from '../../src/openpgp/keys.ts';
import { listPackets, type Packet, tags } from '../../src/openpgp/packets.ts';
import { newMail, randomId } from '../support/cases.ts';
import { withBothStores } from '../support/jobs.ts';
import { post, postJson, postMessage, SITE } from '../support/sealed.ts';
import { staffDesk } from '../support/staff-desk.ts';

const VICTIM = { 'X-Real-IP': '192.0.2.1' };
const STRANGER = { 'X-Real-IP': '198.51.100.7' };

withBothStores((open) => {
  let desk: Awaited<ReturnType<typeof wholeDesk>>;
  let sealed: string;
  beforeEach(async () => {
    desk = await wholeDesk();
    sealed = await desk.staff.sealTo('the finding '.repeat(100), desk.keys);
  });

  async function wholeDesk() {
    const [store] = await open();
    const staff = await staffDesk({ store });
    // Redis goes by the clock of this machine.
    staff.clock.now = Date.now();
    const { parts } = staff;
    return {
      ...{ store, staff, parts },
      keys: staff.team.map(({ armored }) => armored),
      cookie: await staff.signIn(0),
      reports: createReportHandler(parts),
      messages: createMessageHandler(parts),
    };
  }

  /** Sends a message as a report; gives all of the answer that is not of this one case. */
  async function report(request: Request) {
    const response = await desk.reports(request);
    const { reference, receipt, statement, ...given } = await response.json();
    // What is signed is of this one case by its name, hash, salt and signature; its lines are those of any other.
    const ownValues = /(?<=^(?:reference|sealed-report-sha256|salt): ).*|(?<=^— \S+ ).*/gmu;
    const rest = { ...given, statement: statement.replaceAll(ownValues, '…') };
    const headers = Object.fromEntries(response.headers);
    expect(headers['x-request-id']).toBeDefined();
    return {
      ...{ reference: reference as string, receipt: receipt as string },
      told: { status: response.status, rest, headers: { ...headers, 'x-request-id': '' } },
    };
  }
  async function submission(fields: Record<string, unknown> = {}) {
    const { receiptId } = await deriveReceipt(makeReceipt());
    return { sealedReport: sealed, receiptId, urgent: false, language: 'nl', attachments: [], ...fields };
  }
  async function teamSees(reference: string) {
    const { cookie, staff } = desk;
    const listed = await staff.request('GET', '/api/staff/cases', undefined, { cookie });
    const { cases } = casePageSchema.parse(await listed.json());
    const path = `/api/staff/cases/${reference}`;
    const one = teamCaseSchema.parse(await (await staff.request('GET', path, undefined, { cookie })).json());
    const inList = cases.find((summary) => summary.reference === reference)?.sameAs;
    expect(inList).toBe(one.sameAs);
    return one;
  }
  async function mailOf(
    reference: string,
    language: 'nl' | 'en',
    kind: 'report-received' | 'message-received',
  ) {
    const message = (await desk.store.readMessages(reference)).at(-1);
    const entry = { ...newMail(kind, reference, message?.id), attempts: 1 };
    const team = { teamEmail: ['team@example.com'], teamLanguage: language };
    return renderMail(entry, { ...desk.parts, ...team });
  }

  it('replay: a sealed report from another visitor is told from a new one to the team, and to nobody else', async () => {
    const first = await report(postJson(await submission(), VICTIM));
    const fresh = await desk.staff.sealTo('something else', desk.keys);
    const form = new URLSearchParams({ message: sealed, language: 'nl' }).toString();
    const formType = 'application/x-www-form-urlencoded';
    for (const [replayed, control] of [
      [
        postJson(await submission({ urgent: true }), STRANGER),
        postJson(await submission({ urgent: true, sealedReport: fresh }), STRANGER),
      ],
      [postMessage(sealed, STRANGER), postMessage(fresh, STRANGER)],
    ] as const) {
      const [copy, other] = [await report(replayed), await report(control)];
      // Down to the last header: who replays learns nothing.
      expect(copy.told).toEqual(other.told);
      expect((await teamSees(copy.reference)).sameAs).toBe(first.reference);
      expect((await desk.store.findCase(copy.reference))?.sameAs).toBe(first.reference);
    }
    const page = await desk.reports(post(form, formType, STRANGER));
    expect(page.status).toBe(201);
    const html = await page.text();
    expect(html).not.toContain(first.reference);
    const [plain = ''] = /CVD-\d{4}-\w{6}/.exec(html) ?? [];
    expect((await teamSees(plain)).sameAs).toBe(first.reference);
    expect((await teamSees(first.reference)).sameAs).toBeNull();
  });

  it('replay: the one who replays does not see it in their case either', async () => {
    const first = await report(postMessage(sealed, VICTIM));
    const copy = await report(postMessage(sealed, STRANGER));
    const { accessToken } = await deriveReceipt(copy.receipt);
    const asked = new Request(`${SITE}/api/case`, { headers: { Authorization: `Bearer ${accessToken}` } });
    const seen = await (await desk.staff.reporterSees(asked)).text();
    expect(seen).toContain(copy.reference);
    expect(seen).not.toContain(first.reference);
    expect(seen).not.toContain('sameAs');
  });

  it('replay: written in another way, or to one more key, it is the same message still', async () => {
    const first = await report(postMessage(sealed, VICTIM));
    const { publicKey } = await makeKeyPair({ name: 'Stranger' });
    const foreign = packetsOf(await desk.staff.sealTo('x', [publicKey])).slice(0, 1);
    const packets = packetsOf(sealed);
    const keys = packets.filter(({ tag }) => tag === tags.publicKeySession);
    const data = packets.slice(keys.length);
    const ways = [
      write([...keys.toReversed(), ...data]),
      write([...keys, ...keys.slice(0, 1), ...data]),
      write([...foreign, ...keys, ...data]),
      write(packets, 'in parts'),
      sealed.replaceAll('\n', '\r\n'),
    ];
    for (const way of ways) {
      expect(way).not.toBe(sealed);
      const copy = await report(postMessage(way, STRANGER));
      expect(copy.told.status).toBe(201);
      expect((await teamSees(copy.reference)).sameAs).toBe(first.reference);
    }
  });

  it('replay: a report that is sent into another case as a follow-up is known there, and the other way round', async () => {
    const first = await report(postMessage(sealed, VICTIM));
    const own = await report(postMessage(await desk.staff.sealTo('a case of my own', desk.keys), STRANGER));
    const { accessToken } = await deriveReceipt(own.receipt);
    const send = (text: string) =>
      desk.messages(
        new Request(`${SITE}/api/case/messages`, {
          method: 'POST',
          headers: {
            Authorization: `Bearer ${accessToken}`,
            'Content-Type': 'application/json',
            ...STRANGER,
          },
          body: JSON.stringify({ id: randomId(), sealed: text }),
        }),
      );
    const followUp = await desk.staff.sealTo('a follow-up', desk.keys);
    for (const text of [sealed, followUp]) {
      const answer = await send(text);
      expect([answer.status, Object.keys(await answer.json())]).toEqual([201, ['id']]);
    }
    const { messages } = await teamSees(own.reference);
    expect(messages.map(({ sameAs }) => sameAs)).toEqual([null, first.reference, null]);
    const copy = await report(postMessage(followUp, VICTIM));
    expect((await teamSees(copy.reference)).sameAs).toBe(own.reference);
  });

  it('replay: the mails about it say so in both languages, and the others do not', async () => {
    const first = await report(postMessage(sealed, VICTIM));
    const copy = await report(postMessage(sealed, STRANGER));
    for (const [language, words] of [
      ['nl', 'precies dit versleutelde bericht'],
      ['en', 'exactly the same encrypted message'],
    ] as const) {
      for (const kind of ['report-received', 'message-received'] as const) {
        const mail = await mailOf(copy.reference, language, kind);
        for (const form of [mail?.text, mail?.html]) {
          const text = form?.replace(/\s+/g, ' ');
          expect(text).toContain(words);
          expect(text).toContain(first.reference);
        }
        expect((await mailOf(first.reference, language, kind))?.text.replace(/\s+/g, ' ')).not.toContain(
          words,
        );
      }
    }
  });

  it('a second try after a lost answer is known as the same message, where it makes a second case', async () => {
    // From a terminal only the lost answer had the receipt.
    const lost = await report(postMessage(sealed, VICTIM));
    const again = await report(postMessage(sealed, VICTIM));
    expect(again.reference).not.toBe(lost.reference);
    expect((await teamSees(again.reference)).sameAs).toBe(lost.reference);
  });
});

function packetsOf(message: string): Packet[] {
  const block = dearmor(message, 'MESSAGE');
  const packets = block.ok ? listPackets(block.bytes) : null;
  if (!packets) throw new Error('no message');
  return packets;
}

/** The packets as one armored message, in the new format; the last body whole, or in parts. */
function write(packets: Packet[], how: 'whole' | 'in parts' = 'whole'): string {
  const bytes = packets.flatMap(({ tag, body }, index) => {
    const isSplit = how === 'in parts' && index === packets.length - 1;
    const first = isSplit ? [0xe0 | 9, ...body.subarray(0, 512)] : [];
    const rest = isSplit ? body.subarray(512) : body;
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, rest.length);
    return [0xc0 | tag, ...first, 255, ...new Uint8Array(length.buffer), ...rest];
  });
  return armor(Uint8Array.from(bytes), 'MESSAGE');
}
