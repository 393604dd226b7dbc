const DAY = 24 * 60 * 60 * 1000;

/**
 * When the first response is due: `days` times 24 hours after receipt, whatever clocks do in between, so that
 * the promise means the same in every time zone.
 */
export function respondBy(receivedAt: Date, days: number): Date {
  return new Date(receivedAt.getTime() + days * DAY);
}
