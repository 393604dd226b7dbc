import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { isolated } from '../../../disclosure/foreign-text.ts';
import { type Triage, ticketHost, triageLimits } from '../../../disclosure/triage.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button, Fault, Form, invalid } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { texts } from '../base/page.ts';
import { ownWords } from '../base/typed-fields.ts';
import type { TriageDraft } from '../case/triage-drafts.ts';
import type { CaseTriage } from './case-triage.ts';
import { closeFold } from './close-fold.ts';

interface Props {
  triage: Triage;
  work: CaseTriage;
  draft: TriageDraft;
}

/** Where the case is in the team's own tracker. Its whole address is seen before anybody goes there. */
export function Ticket({ triage: { ticket }, work, draft }: Props) {
  const words = texts.triage.ticket;
  const fault = useSignal('');
  const fold = useRef<HTMLDetailsElement>(null);
  const typed = draft.fields.value.ticket ?? ticket;
  const save = async () => {
    const address = typed.trim();
    fault.value = ticketHost(address) === null ? words.wrong : '';
    if (fault.value !== '') return focusOn('ticket-text');
    const isSaved = await work.save({ kind: 'ticket', ticket: address });
    if (!isSaved || draft.fields.peek().ticket !== typed) return;
    draft.change({ ticket: undefined });
    closeFold(fold.current);
  };
  const remove = async () => {
    if (!(await work.save({ kind: 'ticket', ticket: '' }))) return;
    draft.change({ ticket: undefined });
    closeFold(fold.current);
  };
  const host = ticketHost(ticket);
  return (
    <div class="triage-part">
      <h4>{words.title}</h4>
      {host === null ? (
        <p class="help" id="ticket-now">
          {words.none}
        </p>
      ) : (
        <p id="ticket-now">
          <a href={ticket} target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer">
            {fillIn(words.open, { host: isolated(host) })}
          </a>
          <code class="vector">{ticket}</code>
        </p>
      )}
      <details id="ticket-edit" ref={fold} open={draft.fields.value.ticket !== undefined}>
        <summary>{host === null ? words.edit : words.change}</summary>
        <Form id="ticket-form" work={save}>
          <div class="field">
            <label for="ticket-text">{words.field}</label>
            <p class="help" id="help-ticket">
              {words.help}
            </p>
            <Fault id="error-ticket" sentence={fault.value} />
            <input
              id="ticket-text"
              type="url"
              maxLength={triageLimits.ticket}
              {...ownWords}
              {...invalid(fault.value)}
              aria-describedby="help-ticket error-ticket"
              value={typed}
              onInput={({ currentTarget }) => draft.change({ ticket: currentTarget.value })}
            />
          </div>
          <p class="actions">
            <button type="submit" class="quiet" id="ticket-save">
              {words.save}
            </button>
            {host !== null && (
              <Button id="ticket-remove" work={remove}>
                {words.remove}
              </Button>
            )}
          </p>
        </Form>
      </details>
    </div>
  );
}
