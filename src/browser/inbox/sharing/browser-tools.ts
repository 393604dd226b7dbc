// What sharing needs, in a browser: the workers, and requests.
import { pad } from '../../../disclosure/padding.ts';
import { isProblemCode } from '../../../disclosure/problems.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { keysInText } from '../../../openpgp/keys-in-report.ts';
import type { SendProblem } from '../../api/ask.ts';
import { serverNow } from '../../api/server-time.ts';
import { askTeam, TeamProblem } from '../../api/team.ts';
import { askJudge } from '../../workers/judge/client.ts';
import { loadSharing, openSealed } from '../../workers/team/client.ts';
import { plural, texts } from '../base/page.ts';
import { sealForTeam } from '../base/seal-for-team.ts';
import { fetchSealed } from '../case/fetch-sealed.ts';
import { namesOf } from './names.ts';
import type { SharingTools } from './tools.ts';

export const people = () => askJudge('people', { now: serverNow() });

const problemOf = ({ code }: TeamProblem): SendProblem =>
  code === 'offline' || isProblemCode(code) ? code : 'internal';

/** @param count hears of each request before it is made */
export function browserTools(count = () => {}): SharingTools {
  return {
    ask: (method, path, schema, body) => {
      count();
      return askTeam(method, path, schema, body);
    },
    async file(reference, file) {
      try {
        return { ok: true, value: await fetchSealed(reference, file, () => undefined, count) };
      } catch (error) {
        if (!(error instanceof TeamProblem)) throw error;
        return { ok: false, problem: problemOf(error), number: error.number };
      }
    },
    people,
    share: async (...given) => (await loadSharing()).share(...given),
    filesListed: async (thing) => (await loadSharing()).filesListed(thing),
    holdSame: async (pairs) => (await loadSharing()).holdSame(pairs),
    digests: async (sealed) => (await loadSharing()).digests(sealed),
    async open(sealed) {
      const [opened] = await openSealed([sealed]);
      return opened?.text ?? null;
    },
    async reporterKeys(report) {
      const [opened] = await openSealed([report]);
      return keysInText(opened?.text ?? '');
    },
    sealOriginal: (text, reporterKeys) =>
      askJudge('seal', { text: pad(text), readers: [reporterKeys], now: serverNow() }).catch(() => null),
    sealNote: sealForTeam,
    sentence({ items, removed }) {
      const shared = plural(texts.sharing.note, 'shared', items);
      if (removed.length === 0) return shared;
      return `${shared} ${fillIn(texts.sharing.note.removed, { who: namesOf(removed) })}`;
    },
  };
}
