// What is written in a week besides the reports.
import type { NewFile } from './week-reporter.ts';

/** What both sides write: none of it may be readable in what the server keeps, mails or says. */
export const secret = {
  note: 'weekgeheim-notitie: dit is de oude api van Klaas',
  label: 'weekgeheim-label',
  vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:N/SC:L/SI:N/SA:N',
  letter: 'weekgeheim-brief: over {{reference}}. Dit gaat over post, en niet over onze systemen.',
  handOver: 'weekgeheim-overdracht: kunnen jullie meekijken?',
  question: 'weekgeheim-vraag: om welke brief gaat het?',
  answer: 'weekgeheim-antwoord: deze hier',
  thanks: 'weekgeheim-dank: het is gemaakt, en je kreeg gelijk',
};

/** A file of a reporter, and one of the team. */
export const theirs = textFile('weekgeheim-brief-van-de-buurman.txt', 'weekgeheim-inhoud-van-de-melder');
export const ours = textFile('weekgeheim-patch.txt', 'weekgeheim-inhoud-van-ons');

/** What all of these begin with, and words of the reports. */
export const needles = [
  ...['weekgeheim', 'VC:H/VI:H', 'klantendatabase', 'SecHunter99', 'noor@example', 'buurman', 'DMARC'],
];

function textFile(name: string, text: string): NewFile {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
}
