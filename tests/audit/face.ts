import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import subset from 'subset-font';

/** The face of headings, as it is served: `npm run face` makes it anew after a change of the package or of this file. */
export const FACE_FILE = fileURLToPath(new URL('../../src/styles/face/display.woff2', import.meta.url));

const PACKAGE = '@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-opsz-normal.woff2';
const ASCII = Array.from({ length: 0x7e - 0x20 + 1 }, (_, at) => String.fromCodePoint(0x20 + at)).join('');

/** What headings are written in, in Dutch, English, German and French; any other character comes from the fallback. */
export const CHARACTERS = `${ASCII}ÄÇÈÉÊËÏÖÜßàáâäçèéêëíîïñóôöùúûü‘’“”–—…€·×«»\u00ad`;

/** The package’s file with these characters alone, in the cut for large sizes, from semi-bold to extra bold. */
export async function makeFace(): Promise<Uint8Array> {
  const file = readFileSync(createRequire(import.meta.url).resolve(PACKAGE));
  return subset(file, CHARACTERS, {
    targetFormat: 'woff2',
    variationAxes: { opsz: 36, wght: { min: 600, max: 800 } },
    keepFeatures: ['kern', 'mark', 'ccmp'],
    noLayoutClosure: true,
    // Whose it is, and under which licence.
    preserveNameIds: [0, 13, 14],
    noHinting: true,
  });
}

if (import.meta.main) writeFileSync(FACE_FILE, await makeFace());
