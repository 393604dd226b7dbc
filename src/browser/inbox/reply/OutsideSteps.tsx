// How to sign and seal a reply outside the browser: the lines that say its place, and the command. Loaded when asked for.
import { headFor, writeHead } from '../../../disclosure/signed-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { hasExpired } from '../../../openpgp/lifetime.ts';
import { downloadFile } from '../../dom/download.ts';
import { CopiedText } from '../base/CopiedText.tsx';
import { Button } from '../base/controls.tsx';
import { nowOnPage } from '../base/now.ts';
import { facts, texts } from '../base/page.ts';
import { hasKey, session, signingFault } from '../base/session.ts';
import { nextPlace, type SeenCase } from '../case/seen-case.ts';

export function OutsideSteps({ seen }: { seen: SeenCase }) {
  const { unsigned, copyHead, copyCommand, reporterKey, files, ...signed } = texts.signing;
  const now = nowOnPage();
  const team = facts.team.filter((one) => !hasExpired(one, now));
  const [key] = seen.readers;
  // What is elsewhere may be where gpg is: on a smart card, say.
  const isSigned = signingFault.value === null || signingFault.value === 'elsewhere';
  const isSure = hasKey.value && signingFault.value === null;
  const { steps, command, ownProgram } = isSigned ? signed : unsigned;
  return (
    <>
      <p id="outside-steps">{fillIn(steps, { file: files.text })}</p>
      {isSigned && (
        <CopiedText name="outside-head" text={writeHead(headFor(nextPlace(seen), now))} copy={copyHead} />
      )}
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
          <CopiedText
            name="outside-command"
            text={commandFor(team, key !== undefined, isSigned)}
            copy={copyCommand}
          />
          {isSigned && !isSure && (
            <p class="help" id="outside-if-refused">
              {unsigned.ifRefused}
            </p>
          )}
        </>
      ) : (
        <p class="note">{ownProgram}</p>
      )}
    </>
  );
}

/** Seals to everybody who has to read it, as the server asks, and signs with the key of who is signed in where that can. */
function commandFor(team: typeof facts.team, hasReporter: boolean, isSigned: boolean): string {
  const { text, sealed, reporter } = texts.signing.files;
  const options = [
    ...(isSigned ? [`--local-user ${session.value?.fingerprint ?? ''}`] : []),
    ...(hasReporter ? [`--recipient-file ${reporter}`] : []),
    ...team.map(({ fingerprint }) => `--recipient ${fingerprint}`),
    `--output ${sealed} ${text}`,
  ];
  const gpg = isSigned ? 'gpg --sign --encrypt' : 'gpg --encrypt';
  return [
    `curl -O ${facts.siteUrl}/team-key.asc`,
    'gpg --import team-key.asc',
    [`${gpg} --armor --trust-model always --no-throw-keyids`, ...options].join(' \\\n  '),
  ].join('\n');
}
