import { afterEach, describe, expect, it } from 'vitest';
import { localGpg } from '../../functions/node/local-gpg.ts';

const path = process.env['PATH'];

describe('the gpg of this machine', () => {
  afterEach(() => {
    process.env['PATH'] = path;
  });

  it('is not called missing when it refuses before it has read its input', () => {
    // More than a pipe holds, so that writing it fails for certain.
    const input = 'x'.repeat(1_000_000);
    expect(localGpg(['--no-such-option'], input)).toEqual({ failed: 'refused' });
  });

  it('is called missing where there is none', () => {
    process.env['PATH'] = '/nowhere';
    expect(localGpg(['--version'], '')).toEqual({ failed: 'missing' });
  });

  it('gives what it prints', () => {
    expect(localGpg(['--version'], '')).toEqual({ printed: expect.stringContaining('GnuPG') });
  });
});
