import type { Case } from '../../src/disclosure/case.ts';
import {
  type Actor,
  type Change,
  type ChangeResult,
  change,
  receiveMessage,
  respond,
} from '../../src/disclosure/changes.ts';
import { dutiesOf } from '../../src/disclosure/duties.ts';
import { DAY } from './jobs.ts';

/** What is done with a case, so many days after it came in; null: its reporter withdraws it. */
export type Step = [day: number, act: ((current: Case, now: number) => ChangeResult | MessageResult) | null];
type MessageResult = ReturnType<typeof receiveMessage>;

const by = 'Anna <anna@example.com>';
const dayOf = (now: number, days: number) => Math.floor(now / DAY) * DAY + days * DAY;

const answer =
  (assessment: 'confirmed' | 'rejected', fixIn: number | null, close = false) =>
  (current: Case, now: number) =>
    respond(
      current,
      { assessment, fixExpectedAt: fixIn === null ? null : dayOf(now, fixIn), close },
      { by, now },
    );
const team =
  (wanted: Change | ((now: number) => Change), hasReply = false) =>
  (current: Case, now: number) => {
    const actor: Actor & { hasReply: boolean; leastReward: number } = { by, now, hasReply, leastReward: 0 };
    return change(current, typeof wanted === 'function' ? wanted(now) : wanted, actor);
  };
const reply = team({}, true);
const message = (current: Case, now: number) => receiveMessage(current, now);
const to = (status: Case['status']) => team({ status });
const newFixDay = (days: number) => team((now) => ({ fixExpectedAt: dayOf(now, days) }), true);
const done = (duty: Change['reported']) => team({ reported: duty });

/** Lives of cases, one of every kind; the first is that of one that nobody answers. */
export const lives: Readonly<Record<string, { fields?: Partial<Case>; steps: readonly Step[] }>> = {
  forgotten: { steps: [] },
  'answered late, solved and closed': {
    steps: [
      [4, answer('confirmed', 30)],
      [20, reply],
      [25, to('resolved')],
      [26, to('closed')],
    ],
  },
  'a fix that slips twice': {
    steps: [
      [2, answer('confirmed', 5)],
      [12, newFixDay(4)],
      [14, to('fixing')],
      [22, to('resolved')],
      [30, to('closed')],
    ],
  },
  'a fix that is put off in time': {
    steps: [
      [1, answer('confirmed', 9)],
      [8, newFixDay(9)],
      [17, to('resolved')],
    ],
  },
  'messages that wait': {
    steps: [
      [1, answer('confirmed', 60)],
      [3, message],
      [6, message],
      [9, reply],
      [20, message],
      [21, team({ settled: true })],
    ],
  },
  'it is back, in a closed case': {
    steps: [
      [1, answer('rejected', null, true)],
      [15, message],
      [24, reply],
      [28, message],
      [
        29,
        (current, now) =>
          change(
            current,
            { status: 'confirmed', fixExpectedAt: dayOf(now, 12) },
            { by, now, hasReply: true, leastReward: 0 },
          ),
      ],
      [35, to('resolved')],
      [36, to('closed')],
    ],
  },
  'a message while the erasure is announced': {
    steps: [
      [2, answer('rejected', null, true)],
      [23, message],
      [27, reply],
    ],
  },
  'rejected at once': { steps: [[0, answer('rejected', null, true)]] },
  'said to be exploited, and true': {
    fields: { urgent: true },
    steps: [
      [2, team({ claimAnswer: 'unclear' })],
      [3, answer('confirmed', 20)],
      [5, team({ exploited: true })],
      [7, done('early-warning')],
      [8, done('notification')],
      [10, done('inform-users')],
      [12, to('resolved')],
      [29, done('final-report')],
      [31, to('closed')],
    ],
  },
  'said to be exploited, and not true': {
    fields: { urgent: true },
    steps: [
      [0, team({ claimAnswer: 'not-true' })],
      [2, answer('rejected', null, true)],
    ],
  },
  'a severe incident': {
    steps: [
      [1, answer('confirmed', 40)],
      [2, team({ incident: true })],
      ...dutiesOf('incident').map(
        (duty, index): Step => [...([index < 3 ? 3 + index : 40, done(duty)] as const)],
      ),
      [41, to('resolved')],
      [42, to('closed')],
    ],
  },
  'a publication that is agreed and comes late': {
    steps: [
      [1, answer('confirmed', 6)],
      [3, team((now) => ({ publishOn: dayOf(now, 12) }), true)],
      [5, to('resolved')],
      [6, to('closed')],
      [19, team({ published: true })],
    ],
  },
  'withdrawn by the reporter': {
    steps: [
      [1, answer('confirmed', 20)],
      [5, null],
    ],
  },
};
