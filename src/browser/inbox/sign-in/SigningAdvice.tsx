// What the key that somebody signed in with lacks to sign, and the command that mends it. Loaded when there is something.
import type { SigningFault } from '../../../openpgp/team-signer.ts';
import { CopiedText } from '../base/CopiedText.tsx';
import { Button } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import { isAdviceOpen, session } from '../base/session.ts';

export function SigningAdvice({ fault }: { fault: SigningFault }) {
  const { title, effect, faults, copyCommand, read } = texts.signing;
  const fingerprint = session.value?.fingerprint ?? '';
  const command =
    fault === 'not-published'
      ? `gpg --armor --export ${fingerprint}`
      : `gpg --quick-add-key ${fingerprint} ed25519 sign 2y`;
  return (
    <section id="signing-advice" class="note warning" aria-labelledby="signing-title">
      <h2 id="signing-title">{title}</h2>
      <p>{effect}</p>
      <p>{faults[fault]}</p>
      {fault !== 'newer' && <CopiedText name="signing-command" text={command} copy={copyCommand} />}
      <p class="actions">
        <Button
          id="signing-read"
          work={() => {
            isAdviceOpen.value = false;
          }}
        >
          {read}
        </Button>
      </p>
    </section>
  );
}
