import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { readPrivateKey } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { openWith, sessionKeysOf } from '../../src/openpgp/open.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { canFill, storedBlocks, storedLength } from '../../src/openpgp/stored-blocks.ts';
import { fixture, fixtureText } from '../support/fixture.ts';
import { Gpg } from '../support/gpg.ts';

describe('what fills up an attachment', () => {
  it('are no padding packets, at which sq 0.27 and PGPy stop, but blocks that every inflater passes over', async () => {
    const content = new Uint8Array(randomBytes(70_000));
    const planned = await planAttachment('naïef “b”.png', content.length, [
      fixtureText('keys/g22-rsa3072.asc'),
    ]);
    const sealed = await sealAttachment(planned, content);
    const member = new Gpg();
    member.import(fixtureText('keys/g22-rsa3072.private.asc'));
    const packets = member.run(['--list-packets'], sealed);
    expect(packets.match(/:\S.*? packet:/g)).toEqual([
      ':pubkey enc packet:',
      ':encrypted data packet:',
      ':compressed packet:',
      ':literal data packet:',
    ]);
    expect(packets).toContain('name="na\\xc3\\xafef');
    const file = `${member.home}/opened`;
    member.run(['--output', file, '--decrypt'], sealed);
    expect(readFileSync(file).equals(content)).toBe(true);
    member.close();
  });

  it('is a padding packet in attachments of before, which open as they did', async () => {
    const key = await readPrivateKey({ armoredKey: fixtureText('keys/g22-cv25519.private.asc') });
    const sealed = fixture('messages/padding-packet.pgp');
    const opened = await openWith(await sessionKeysOf(key, sealed), sealed, 1000);
    expect(opened).toMatchObject({ name: 'naïve “file” <b>.png', bytes: { length: 100 } });
  });
});

describe('stored blocks', () => {
  it('inflate to their parts, whatever they are filled up with, and are as long as was said', () => {
    for (const sizes of [[0], [1, 2], [65_535], [65_536, 131_070, 1]]) {
      const parts = sizes.map((size) => new Uint8Array(randomBytes(size)));
      for (let fill = 0; fill < 200; fill += 1) {
        if (!canFill(fill)) {
          expect(fill).toBeLessThan(24);
          expect(() => storedBlocks(parts, fill)).toThrow(RangeError);
          continue;
        }
        const stream = storedBlocks(parts, fill);
        expect(stream.length).toBe(storedLength(sizes) + fill);
        expect(inflateRawSync(stream).equals(Buffer.concat(parts))).toBe(true);
      }
    }
  });
});
