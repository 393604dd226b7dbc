import { beforeAll, describe, expect, it } from 'vitest';
import dutch from '../../locales/nl/problems.json' with { type: 'json' };
import { type Day, type Flood, floodedDay, type Sealed, sealTexts } from '../support/flooded-day.ts';
import { withBothStores } from '../support/jobs.ts';

/** What is there with Upstash, unless somebody says otherwise. */
const QUOTA = 200 * 1024 ** 2;

const fromMany = (addresses: number, sends: Flood['sends'] = 'long'): Flood => ({
  addresses,
  addressOf: (number) => `10.0.${number >> 8}.${number & 255}`,
  sends,
});
/** 65 536 visitors on one line. */
const fromOneLine: Flood = {
  addresses: 65_536,
  addressOf: (number) => `2001:db8:7:${number.toString(16)}::1`,
  sends: 'long',
};

let sealed: Sealed;
beforeAll(async () => {
  sealed = await sealTexts();
});

const shortOnes = ({ honest }: Day) => honest.filter(({ isLong }) => !isLong);
const refused = ({ honest }: Day) => honest.filter(({ status }) => status !== 201);

withBothStores((open) => {
  const flooded = async (flood: Flood) => {
    const [store] = await open();
    return floodedDay(store, sealed, flood, QUOTA);
  };

  it('in a day of the longest reports one address fills 1.5 % of the store at most, and nobody else is refused', async () => {
    const day = await flooded(fromMany(1));
    expect(day.bytes).toBeLessThan(0.015 * QUOTA);
    // An honest visitor gets a few of them through.
    expect(day.accepted).toBeGreaterThanOrEqual(4);
    expect(refused(day)).toEqual([]);
    expect(shortOnes(day)).toHaveLength(72);
  });

  it('one line with 65 536 addresses of its own fills four times as much', async () => {
    const day = await flooded(fromOneLine);
    expect(day.bytes).toBeLessThan(0.06 * QUOTA);
    expect(shortOnes(day).filter(({ status }) => status !== 201)).toEqual([]);
  });

  describe.each([100, 5000])('in a day of the longest reports from %d addresses', (addresses) => {
    let day: Day;
    beforeAll(async () => {
      day = await flooded(fromMany(addresses));
    });

    it('a tenth of the store is filled at most', () => {
      expect(day.bytes).toBeLessThan(0.1 * QUOTA);
    });

    it('a short report is taken every hour, by the form, by the plain form and from a terminal', () => {
      const taken = shortOnes(day).map(({ hour, way, status }) => `${hour} ${way} ${status}`);
      const hours = Array.from({ length: 24 }, (_, hour) => hour);
      expect(taken).toEqual(
        hours.flatMap((hour) => ['form', 'plain form', 'terminal'].map((way) => `${hour} ${way} 201`)),
      );
    });

    it('health says so before the first honest report is refused, and the team has been told once', () => {
      const all = refused(day);
      expect(all.length).toBeGreaterThan(0);
      for (const { health, warned } of all) {
        expect([health, warned]).toEqual(['full', ['storage.flooded.2026-11-23']]);
      }
      expect(day.warned).toEqual(['storage.flooded.2026-11-23']);
    });

    it('who is refused reads why and until when, and gets the sealed text back', () => {
      for (const { isLong, way, status, code, retryAfter, text } of refused(day)) {
        expect([isLong, status]).toEqual([true, 429]);
        expect(retryAfter).toBeGreaterThan(3600);
        if (way !== 'plain form') expect(code).toBe('too-much-at-once');
        else
          for (const said of [dutch['too-much-at-once'], sealed.long.slice(30, 90)])
            expect(text).toContain(said);
      }
    });
  });

  describe('in a day of long and short reports', () => {
    let day: Day;
    beforeAll(async () => {
      day = await flooded(fromMany(5000, 'long and short'));
    });

    it('no more than a tenth of the store is filled either', () => {
      expect(day.bytes).toBeLessThan(0.1 * QUOTA);
      expect(day.bytes).toBeGreaterThan(0.05 * QUOTA);
    });

    it('whoever is refused is so after health and a mail said it, for an hour with a short report, a day with a long one', () => {
      const all = refused(day);
      expect(all.length).toBeGreaterThan(0);
      for (const { health, warned, status, retryAfter, isLong } of all) {
        expect([health, warned.length, status]).toEqual(['full', 1, 429]);
        expect(retryAfter).toBeLessThanOrEqual(isLong ? 24 * 3600 : 3600);
      }
    });
  });
});
