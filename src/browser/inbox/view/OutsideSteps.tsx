// How to sign and seal a reply outside the browser: the lines that say its place, and the command. Loaded when asked for.
import { headFor, writeHead } from '../../../disclosure/signed-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { hasExpired } from '../../../openpgp/lifetime.ts';
import { downloadFile } from '../../dom/download.ts';
import { facts, texts } from '../page.ts';
import { nowOnPage } from '../state/now.ts';
import { nextPlace, type SeenCase } from '../state/seen-case.ts';
import { session } from '../state/session.ts';
import { CopiedText } from './CopiedText.tsx';
import { Button } from './controls.tsx';

export function OutsideSteps({ seen }: { seen: SeenCase }) {
  const { steps, command, copyHead, copyCommand, reporterKey, ownProgram, files } = texts.signing;
  const now = nowOnPage();
  const team = facts.team.filter((one) => !hasExpired(one, now));
  const [key] = seen.readers;
  return (
    <>
      <p>{fillIn(steps, { file: files.text })}</p>
      <CopiedText name="outside-head" text={writeHead(headFor(nextPlace(seen), now))} copy={copyHead} />
      {key !== undefined && (
        <p class="actions">
          <Button id="outside-key" work={() => downloadFile(files.reporter, key, 'application/pgp-keys')}>
            {reporterKey}
          </Button>
        </p>
      )}
      {team.every(({ isForGnupg }) => isForGnupg) ? (
        <>
          <p>{fillIn(command, { file: files.sealed })}</p>
          <CopiedText name="outside-command" text={commandFor(team, key !== undefined)} copy={copyCommand} />
        </>
      ) : (
        <p class="note">{ownProgram}</p>
      )}
    </>
  );
}

/** Signs with the key of who is signed in, and seals to everybody who has to read it, as the server asks. */
function commandFor(team: typeof facts.team, hasKey: boolean): string {
  const { text, sealed, reporter } = texts.signing.files;
  const options = [
    `--local-user ${session.value?.fingerprint ?? ''}`,
    ...(hasKey ? [`--recipient-file ${reporter}`] : []),
    ...team.map(({ fingerprint }) => `--recipient ${fingerprint}`),
    `--output ${sealed} ${text}`,
  ];
  return [
    `curl -O ${facts.siteUrl}/team-key.asc`,
    'gpg --import team-key.asc',
    ['gpg --sign --encrypt --armor --trust-model always --no-throw-keyids', ...options].join(' \\\n  '),
  ].join('\n');
}
