// Holds the team member's private key, in the memory of this worker and nowhere else. All that it does with what
// strangers send is to take session keys for this key out of it: see `sessionKeysOf`.
import { former } from 'virtual:team';
import type { PrivateKey } from 'openpgp';
import { writeSignedText } from '../../../disclosure/signed-text.ts';
import { momentWithin } from '../../../openpgp/lifetime.ts';
import { isFor, sessionKeysOf } from '../../../openpgp/open.ts';
import { holdSameKey, sessionKeyOfHead, shareHead } from '../../../openpgp/share.ts';
import { signMessage } from '../../../openpgp/sign-message.ts';
import { TeamKeyError, unlockTeamKey } from '../../../openpgp/team-key.ts';
import { findSigner, type TeamSigner } from '../../../openpgp/team-signer.ts';
import { teamByTime } from '../../api/team-now.ts';
import { answerTasks, type Tasks } from '../serve.ts';
import type { LoadedKey, TeamTasks } from './tasks.ts';

/** There is no key here (any more). */
class NoKeyError extends Error {}

let key: PrivateKey | undefined;
let signer: TeamSigner | undefined;
/** What is known of the key. */
let loaded: LoadedKey | null = null;

const tasks: Tasks<TeamTasks> = {
  async unlock({ file, passphrase }) {
    const { left, expired, now } = await teamByTime();
    const bytes = new Uint8Array(await file.arrayBuffer());
    const idsOf = (team: typeof left) => team.map(({ fingerprint }) => fingerprint);
    // One that has run out opens what came before, but signs nobody in: it is for a file with no other.
    const unlocked = await unlockTeamKey(bytes, passphrase, idsOf(left)).catch((error: unknown) => {
      if (!(error instanceof TeamKeyError && error.fault === 'not-of-the-team')) throw error;
      return unlockTeamKey(bytes, passphrase, idsOf(expired));
    });
    const { fingerprint } = unlocked;
    const certificate = [...left, ...expired].find((one) => one.fingerprint === fingerprint);
    const found = certificate
      ? await findSigner(unlocked.key, passphrase, certificate, now).catch(() => 'no-part' as const)
      : 'no-part';
    key = unlocked.key;
    signer = typeof found === 'string' ? undefined : found;
    loaded = { fingerprint, signingFault: typeof found === 'string' ? found : null };
    return loaded;
  },
  async loaded() {
    return loaded;
  },
  async sign({ text, head }) {
    if (!key) throw new NoKeyError();
    if (!signer) return null;
    // A clock may be behind the last change of the key.
    const at = new Date(Math.max(Date.parse(head.written), signer.validFrom));
    return signMessage(writeSignedText(head, text), signer, at);
  },
  async sessionKeyOfHead(head) {
    if (!key) throw new NoKeyError();
    return sessionKeyOfHead(key, head);
  },
  async shareHead({ head, opened }) {
    if (!key) throw new NoKeyError();
    const { left, now } = await teamByTime();
    const team = left.map((one) => ({ armored: one.armored, at: momentWithin(one, now) }));
    const gone = new Set([...left, ...former].flatMap(({ keyIds }) => keyIds));
    return shareHead(key, head, opened, { team, gone });
  },
  async holdSame(pairs) {
    if (!key) throw new NoKeyError();
    const own = key;
    return Promise.all(pairs.map(([one, other]) => holdSameKey(own, one, other)));
  },
  async isFor(sealed) {
    if (!key) throw new NoKeyError();
    return isFor(key, sealed);
  },
  async sessionKeys(sealed) {
    if (!key) throw new NoKeyError();
    return sessionKeysOf(
      key,
      typeof sealed === 'string' ? sealed : new Uint8Array(await sealed.arrayBuffer()),
    );
  },
};

answerTasks(tasks, (error) => {
  if (error instanceof NoKeyError) return 'no-key';
  return error instanceof TeamKeyError ? error.fault : undefined;
});
