/**
 * What this process has computed since it began, in ms of its own processor time: of two of these the difference is what
 * something cost, however busy the machine is with other things.
 */
export function ownTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
