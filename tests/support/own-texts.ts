// Texts as our own pages write them: what they say of themselves is what they are known by.
import { sha256Hex } from '../../src/disclosure/bytes.ts';
import type { ListedFile } from '../../src/disclosure/listed-files.ts';
import { type NewReport, writeReport } from '../../src/disclosure/report.ts';
import { headFor, type Place, writeSignedText } from '../../src/disclosure/signed-text.ts';

/** A report in our form. */
export function reportText(fields: Partial<NewReport> = {}): string {
  return writeReport({
    ...{ language: 'nl', system: 'https://shop.example.com/basket', weakness: 'injection' },
    ...{ exposure: 'none', name: '', contact: '', credit: '', publication: 'no-wish', cvss: '' },
    ...{ keptToLimits: true, keptToMethods: true, attachments: [], replyKey: '' },
    ...{ description: 'The field for a code takes SQL.', impact: 'Orders leak.', discovery: '' },
    ...fields,
  });
}

/** A text that says where it stands. */
export function placedText(text: string, place: Place, files: readonly ListedFile[] = []): string {
  return writeSignedText(headFor(place, Date.now(), files), text);
}

/** A file as a report or a message names it. */
export async function listedFile(id: string, name: string, content: Uint8Array<ArrayBuffer>) {
  return { id, name, size: content.length, sha256: await sha256Hex(content) };
}
