import { hash } from 'node:crypto';
import type { CaseEvent } from '../../src/disclosure/case.ts';
import type { MailEntry, Store } from '../store/store.ts';
import { type Happened, type WebhookEvent, webhookEvents } from './webhook.ts';

/** What a mail to the team says has happened. */
const byMail: Partial<Record<MailEntry['kind'], WebhookEvent>> = {
  'report-received': 'report.received',
  'urgent-report-received': 'report.received',
  'message-received': 'message.received',
  'report-withdrawn': 'report.withdrawn',
};
const byEvent: Partial<Record<CaseEvent['kind'], WebhookEvent>> = {
  assigned: 'case.assigned',
  status: 'case.status_changed',
  response: 'case.response_given',
};

/** Reminders of what is due, but for what has been late for days. */
const ofDue: ReadonlySet<MailEntry['kind']> = new Set([
  ...(['reminder', 'reminder-ahead', 'duty-reminder', 'check-reminder'] as const),
]);

/**
 * A store that puts what the webhook tells of in the outbox, in the step in which it happens: so it is told of when it has
 * happened, and is tried again until it has arrived. What is late day after day is told of at its deadline, and no more.
 */
export function withWebhook(store: Store): Store {
  const at = (now: number, event: WebhookEvent, reference: string): MailEntry => ({
    ...{ id: `evt_${crypto.randomUUID()}`, kind: 'webhook', reference, about: `${event} ${now}` },
  });
  const withMails = (mails: readonly MailEntry[], now: number) =>
    mails.flatMap((mail) => {
      const event = byMail[mail.kind];
      return event ? [mail, at(now, event, mail.reference)] : [mail];
    });
  return {
    ...store,
    createCase: (input) =>
      store.createCase({ ...input, mails: withMails(input.mails, input.newCase.receivedAt) }),
    changeCase(input) {
      const { mails, events, changed, now } = input;
      const happened = events.flatMap(({ kind, value }) => {
        const event = kind === 'assigned' && value === '' ? undefined : byEvent[kind];
        return event ? [at(now, event, changed.reference)] : [];
      });
      // A report comes in once: that it was found to say more is mailed as an urgent one, and is no other report.
      const told = withMails(mails, now).filter(({ about }) => !about.startsWith('report.received '));
      return store.changeCase({ ...input, mails: [...told, ...happened] });
    },
    eraseCase: (input) => store.eraseCase({ ...input, mails: withMails(input.mails, input.now) }),
    withdrawCase: (input) => store.withdrawCase({ ...input, mails: withMails(input.mails, input.now) }),
    remind(input) {
      const { mails, now, reference } = input;
      const due = mails
        .filter(({ kind }) => ofDue.has(kind))
        // The reminder is announced once, and this with it.
        .map(({ id }) => ({
          ...at(now, 'case.due', reference),
          id: `evt_${hash('sha256', id).slice(0, 32)}`,
        }));
      return store.remind({ ...input, mails: [...mails, ...due] });
    },
  };
}

/** What an entry tells of; null where it is none of these. */
export function happenedIn({ id, reference, about }: MailEntry): Happened | null {
  const [name, time] = about.split(' ');
  const event = webhookEvents.find((one) => one === name);
  return event ? { id, event, reference, at: Number(time) } : null;
}
