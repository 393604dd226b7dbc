import { expect, it } from 'vitest';
import { expirySteps, weekOf } from '../../functions/jobs/expiry.ts';
import { expiresOf } from '../../functions/jobs/published.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const END = Date.UTC(2027, 9, 19, 9);
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----\n\niHUE\n-----END PGP SIGNATURE-----\n';
const signed = (...lines: string[]) =>
  ['-----BEGIN PGP SIGNED MESSAGE-----', 'Hash: SHA512', '', ...lines, SIGNATURE].join('\r\n');

it.each([
  [-400 * DAY, null],
  [-30 * DAY - 1, null],
  [-30 * DAY, 30],
  [-14 * DAY - 1, 30],
  [-14 * DAY, 14],
  [-7 * DAY - 1, 14],
  [-7 * DAY, 7],
  [-DAY - 1, 7],
  [-DAY, 1],
  [-1, 1],
  [0, 0],
  [7 * DAY - 1, 0],
  [7 * DAY, -1],
  [14 * DAY - 1, -1],
  [70 * DAY, -10],
])('%i ms from the end the warning is %s', (off, step) => {
  expect(expirySteps(END, END + off)).toBe(step);
});

it.each([
  ['Expires: 2027-10-19T09:00:00Z\r\n', END],
  ['Contact: mailto:a@example.org\nEXPIRES:\t2027-10-19t11:00:00.000+02:00 \n', END],
  [signed('Contact: mailto:a@example.org', 'Expires: 2027-10-19T09:00:00Z'), END],
  [signed('- -----', 'Expires: 2027-10-19T09:00:00Z', ''), END],
  [signed('- Expires: 2027-10-19T09:00:00Z'), END],
  ['', null],
  ['Contact: mailto:a@example.org\n', null],
  ['Expires: 2027-10-19T09:00:00Z\nExpires: 2027-10-19T09:00:00Z\n', null],
  ['# Expires: 2027-10-19T09:00:00Z\n', null],
  ['<p>Expires: 2027-10-19T09:00:00Z</p>', null],
  ['Expires: 2027-10-19\n', null],
  ['Expires: 2027-10-19T09:00Z\n', null],
  ['Expires: 2027-10-19T09:00:00\n', null],
  ['Expires: 2027-02-29T09:00:00Z\n', null],
  ['Expires: Tue, 19 Oct 2027 09:00:00 GMT\n', null],
  ['Expires: never\n', null],
  [`${signed('Contact: mailto:a@example.org')}Expires: 2027-10-19T09:00:00Z\n`, null],
  ['-----BEGIN PGP SIGNED MESSAGE-----\n\nExpires: 2027-10-19T09:00:00Z\n', null],
])('%j expires at %s', (text, expected) => {
  expect(expiresOf(text)).toBe(expected);
});

it.each([
  ['2026-11-22T23:59:59Z', '2026-W47'],
  ['2026-11-23T00:00:00Z', '2026-W48'],
  ['2026-12-31T12:00:00Z', '2026-W53'],
  ['2027-01-03T12:00:00Z', '2026-W53'],
  ['2027-01-04T12:00:00Z', '2027-W01'],
  ['2024-12-30T12:00:00Z', '2025-W01'],
])('%s is in week %s', (moment, week) => {
  expect(weekOf(Date.parse(moment))).toBe(week);
});
