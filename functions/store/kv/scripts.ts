import { caseScripts } from './scripts-cases.ts';
import { chunkScripts } from './scripts-chunks.ts';
import { clockScripts } from './scripts-clock.ts';
import { erasingScripts } from './scripts-erasing.ts';
import { outboxScripts } from './scripts-outbox.ts';
import { tokenScripts } from './scripts-tokens.ts';

/**
 * The Lua scripts of the kv adapter. Redis runs each alone and to its end. A script checks everything before it
 * writes anything, so that a failure half-way leaves nothing half-written. ARGV[1] is the prefix of all keys.
 */
export const scripts = {
  ...caseScripts,
  ...chunkScripts,
  ...clockScripts,
  ...erasingScripts,
  ...outboxScripts,
  ...tokenScripts,
} as const;
