import { createAttachmentHandler } from '../../functions/api/case-attachment.ts';
import type { Store } from '../../functions/store/store.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { makeKeyPair, readCertificates } from '../../src/openpgp/keys.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { newCaseInput, randomId } from './cases.ts';
import { mounted, SITE, testParts } from './parts.ts';

/** Where attachments come in, of cases on one store. */
export interface UploadDesk {
  /** Seals an attachment of so many bytes, and stores a case that waits for it. */
  expectOne(size: number): Promise<Expected>;
  /** Has the handler answer a request of the case with this token. */
  ask(accessToken: string, method: string, path: string, options?: Asked): Promise<Response>;
}

interface Asked {
  body?: BodyInit;
  headers?: Record<string, string>;
}

/** An attachment that a case waits for. */
export interface Expected {
  reference: string;
  accessToken: string;
  id: string;
  sealed: Uint8Array<ArrayBuffer>;
  /** Sends what stands at `start` to `end` in a chunk; as a part where `range` is not null. */
  put(index: number, start: number, end: number, range?: string | null): Promise<Response>;
  /** What the handler says is in. */
  look(): Promise<unknown>;
}

export async function uploadDesk(store: Store): Promise<UploadDesk> {
  const team = await readCertificates((await makeKeyPair({ name: 'Team' })).publicKey, new Date());
  const put = createAttachmentHandler(testParts({ store, team, now: () => new Date() }));
  const handle = mounted({ '/api/case/attachments/[id]/[index]': put, '/api/case/attachments/[id]': put });
  const ask: UploadDesk['ask'] = (accessToken, method, path, { body, headers = {} } = {}) =>
    handle(
      new Request(SITE + path, {
        method,
        // A stream goes one way.
        ...(body === undefined ? {} : { body, duplex: 'half' }),
        headers: { ...headers, Authorization: `Bearer ${accessToken}` },
      }),
    );
  return {
    ask,
    async expectOne(size) {
      const content = crypto.getRandomValues(new Uint8Array(1024));
      const file = new Uint8Array(size).map((_, at) => content[at % content.length] ?? 0);
      const sealed = await sealAttachment(
        await planAttachment(
          'x.bin',
          size,
          team.map(({ armored }) => armored),
        ),
        file,
      );
      const { accessToken, receiptId } = await deriveReceipt(makeReceipt());
      const id = randomId();
      const input = newCaseInput({
        receiptId,
        receivedAt: Date.now(),
        attachments: [{ id, size: sealed.length }],
      });
      await store.createCase(input);
      const length = (index: number) => Math.min(limits.chunk, sealed.length - index * limits.chunk);
      return {
        ...{ reference: input.newCase.reference, accessToken, id, sealed },
        put(index, start, end, range = `bytes ${start}-${end - 1}/${length(index)}`) {
          const from = index * limits.chunk;
          return ask(accessToken, 'PUT', `/api/case/attachments/${id}/${index}`, {
            body: sealed.slice(from + start, from + end),
            headers: {
              'Content-Type': 'application/octet-stream',
              ...(range === null ? {} : { 'Content-Range': range }),
            },
          });
        },
        look: async () => (await ask(accessToken, 'GET', `/api/case/attachments/${id}`)).json(),
      };
    },
  };
}

/** The sealed bytes of an attachment as they lie in the store, chunk behind chunk. */
export async function storedOf(
  store: Store,
  { reference, id, sealed }: Pick<Expected, 'reference' | 'id' | 'sealed'>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let index = 0; index * limits.chunk < sealed.length; index += 1) {
    chunks.push((await store.readChunk({ reference, attachmentId: id, index })) ?? new Uint8Array());
  }
  return new Uint8Array(Buffer.concat(chunks));
}
