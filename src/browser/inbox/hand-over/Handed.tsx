// A hand-over that is sealed: to be saved again, and mailed.
import { mailtoLink } from '../../../disclosure/address.ts';
import { addressInUserId, writeDraft } from '../../../disclosure/mail-draft.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { downloadFile } from '../../dom/download.ts';
import { Button } from '../base/controls.tsx';
import { facts, language, texts } from '../base/page.ts';
import type { Sealed } from './chosen.ts';

/** Mail servers that take more are rare, in bytes. */
const LARGE = 10 * 1024 * 1024;

export function Handed({ sealed, reference }: { sealed: Sealed; reference: string }) {
  const { handOver } = texts;
  const { name, armored } = sealed;
  const mail = mailOf(sealed, reference);
  const save = () => downloadFile(name, armored, 'application/pgp-encrypted');
  const draft = () => {
    const eml = writeDraft({ ...mail, attachment: { name, armored } });
    downloadFile(`${reference}.eml`, eml, 'message/rfc822');
  };
  const link = `${mailtoLink(mail.to)}?subject=${encodeURIComponent(mail.subject)}&body=${encodeURIComponent(mail.text)}`;
  return (
    <div id="hand-over-sealed" class="note">
      {armored.length > LARGE && (
        <p>{fillIn(handOver.large, { size: formatBytes(armored.length, language) })}</p>
      )}
      <p class="actions">
        <Button id="hand-over-again" work={save}>
          {handOver.again}
        </Button>
        <Button id="hand-over-draft" work={draft}>
          {handOver.draft}
        </Button>
        <a id="hand-over-mail" href={link}>
          {handOver.mail}
        </a>
      </p>
      <p class="help">{fillIn(handOver.openHelp, { command: commandOf(sealed, reference) })}</p>
    </div>
  );
}

const commandOf = ({ name }: Sealed, reference: string) => `gpg --output ${reference}.zip --decrypt ${name}`;

function mailOf(sealed: Sealed, reference: string) {
  const { subject, text } = texts.handOverMail[sealed.language];
  const [key] = sealed.keys;
  return {
    to: key?.userIds.map(addressInUserId).find((address) => address !== null) ?? '',
    subject: fillIn(subject, { reference }),
    text: fillIn(text, {
      reference,
      organisation: facts.organisation,
      file: sealed.name,
      fingerprint: sealed.keys.map(({ fingerprint }) => fingerprint).join(', '),
      command: commandOf(sealed, reference),
      site: facts.siteUrl,
    }),
  };
}
