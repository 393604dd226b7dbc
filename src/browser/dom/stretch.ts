// What of a conversation is on the screen: the report and the newest messages, earlier ones when they are asked for.
// Nothing else is opened, so that nobody keeps a page busy by writing a great deal.
import { limits } from '../../disclosure/limits.ts';
import type { NotOpened, OpenedText } from '../../openpgp/open.ts';

/** How many messages come on the screen at once, besides the report. */
export const STRETCH = 20;

/** What there is to show of a message: its text, or why there is none. `full`: what stands before it is enough. */
export type Opening = OpenedText | { text: null; why: NotOpened | 'full' };

/** A message that is on the screen. */
export interface Shown<Message> {
  message: Message;
  opening: Opening;
}

/** A conversation, and how much of it was asked for. */
export interface Stretch<Message> {
  /**
   * Opens what is to be on the screen and was not opened before. Within `limits.openedTexts` the report comes first,
   * then the newest message, and so on back.
   * @param messages the whole conversation; the first is the report
   * @param open gives an answer for each; null where there is no key
   * @returns what is to be on the screen, in the order of the conversation, and how many earlier messages are not
   */
  look(
    messages: readonly Message[],
    open: ((sealed: string[]) => Promise<OpenedText[]>) | null,
  ): Promise<{ shown: Shown<Message>[]; earlier: number }>;
  /** From the next look on there is a stretch more. */
  more(): void;
  /** The next look opens everything anew: another key verifies what was opened. */
  forget(): void;
}

/** A conversation that nobody has looked at yet. */
export function createStretch<Message extends { sealed: string }>(): Stretch<Message> {
  let wanted = STRETCH;
  const opened = new Map<string, OpenedText>();
  return {
    more() {
      wanted += STRETCH;
    },
    forget: () => opened.clear(),
    async look(messages, open) {
      const [report, ...later] = messages;
      const newest = later.slice(-wanted).toReversed();
      const inView = report === undefined ? newest : [report, ...newest];
      const sealedInView = inView.map(({ sealed }) => sealed);
      for (const sealed of opened.keys()) if (!sealedInView.includes(sealed)) opened.delete(sealed);
      const unread = unreadIn(sealedInView, opened);
      /** What this look found; another key may open what this one could not, and another try what took too long. */
      const found = new Map<string, OpenedText>();
      if (open) {
        const fresh = sealedInView.filter((sealed) => !opened.has(sealed) && !unread.has(sealed));
        const answers = fresh.length === 0 ? [] : await open(fresh);
        for (const [index, answer] of answers.entries()) {
          const isFinal = answer.text !== null || answer.why === 'too-long';
          (isFinal ? opened : found).set(fresh[index] ?? '', answer);
        }
      }
      let room: number = limits.openedTexts;
      const shown = inView.map((message): Shown<Message> => {
        const answer = opened.get(message.sealed) ??
          found.get(message.sealed) ?? {
            text: null,
            why: open && unread.has(message.sealed) ? 'full' : 'closed',
          };
        room -= answer.text?.length ?? 0;
        return { message, opening: room < 0 ? { text: null, why: 'full' } : answer };
      });
      const [first, ...rest] = shown;
      return {
        shown: first === undefined ? [] : [first, ...rest.toReversed()],
        earlier: later.length - newest.length,
      };
    },
  };
}

/** What stays closed because what stands before it is enough: a message that came in since stands before all others. */
function unreadIn(inView: readonly string[], opened: ReadonlyMap<string, OpenedText>): Set<string> {
  const unread = new Set<string>();
  let length = 0;
  for (const sealed of inView) {
    if (!opened.has(sealed) && length >= limits.openedTexts) unread.add(sealed);
    length += opened.get(sealed)?.text?.length ?? 0;
  }
  return unread;
}
