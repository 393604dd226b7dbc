// What article 14 of the Cyber Resilience Act, Regulation (EU) 2024/2847, asks of a manufacturer, step by step.

/** What starts the clocks: a weak spot that is actively exploited (14(1) and (2)), or a severe incident (14(3) to (5)). */
export const tracks = ['exploited', 'incident'] as const;
export type Track = (typeof tracks)[number];

/** What is told to the authorities one after the other, on either track. */
export const stages = ['early-warning', 'notification', 'final-report'] as const;
export type Stage = (typeof stages)[number];

const DUTIES = {
  exploited: ['early-warning', 'notification', 'inform-users', 'final-report'],
  incident: [
    'incident-early-warning',
    'incident-notification',
    'incident-inform-users',
    'incident-final-report',
  ],
} as const;

/** Every step: three reports to the authorities on each track, and informing the users (14(8)). */
export const duties = [...DUTIES.exploited, ...DUTIES.incident] as const;
export type Duty = (typeof duties)[number];

/** When each duty was done; null while it is not. */
export type Done = Record<Duty, number | null>;

/** The duties of a track, the first one due first as far as that is known. */
export function dutiesOf(track: Track): readonly Duty[] {
  return DUTIES[track];
}

export function trackOf(duty: Duty): Track {
  return DUTIES.exploited.some((one) => one === duty) ? 'exploited' : 'incident';
}

/** Which report to the authorities a duty is; null for informing the users. */
export function stageOf(duty: Duty): Stage | null {
  const name = duty.replace(/^incident-/, '');
  return stages.find((stage) => stage === name) ?? null;
}

/** Nothing done. */
export const nothingDone: Done = {
  'early-warning': null,
  notification: null,
  'inform-users': null,
  'final-report': null,
  'incident-early-warning': null,
  'incident-notification': null,
  'incident-inform-users': null,
  'incident-final-report': null,
};
