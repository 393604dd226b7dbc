import { visibleLine } from '../../../disclosure/foreign-text.ts';

/** What a report calls the system, without what all addresses begin with. */
export const shortSystem = (system: string) =>
  visibleLine(system.replace(/^(?:https?:\/\/)?(?:www\.)?/i, ''));
