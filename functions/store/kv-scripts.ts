import { caseScripts } from './kv-scripts-cases.ts';
import { chunkScripts } from './kv-scripts-chunks.ts';
import { clockScripts } from './kv-scripts-clock.ts';
import { erasingScripts } from './kv-scripts-erasing.ts';
import { outboxScripts } from './kv-scripts-outbox.ts';
import { tokenScripts } from './kv-scripts-tokens.ts';

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
