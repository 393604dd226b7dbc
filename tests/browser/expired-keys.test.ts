import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { expiredMember } from './expired-member.ts';
import { expiredTeam } from './expired-team.ts';

// Two teams whose keys run out at about the same moment, so that it is waited for once.
let browser: Awaited<ReturnType<typeof launchChromium>>;
const prepared = [expiredTeam, expiredMember].map((tests) => tests(() => browser));
beforeAll(async () => {
  browser = await launchChromium();
  const ends = await Promise.all(prepared.map((prepare) => prepare()));
  await wait(Math.max(0, Math.max(...ends) - Date.now()) + 1000);
}, 240_000);
afterAll(() => browser?.close());
