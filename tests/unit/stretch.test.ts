import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStretch, STRETCH } from '../../src/browser/dom/stretch.ts';
import { limits } from '../../src/disclosure/limits.ts';
import type { OpenedText } from '../../src/openpgp/open.ts';

const conversation = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ sealed: `sealed ${at}` }));
const places = (shown: { message: { sealed: string } }[]) =>
  shown.map(({ message }) => Number(message.sealed.split(' ')[1]));

/** Opens everything to a text of a length, and writes down what it was asked for. */
function opener(length: (sealed: string) => number = () => 5) {
  const asked: string[] = [];
  const open = async (sealed: string[]): Promise<OpenedText[]> => {
    asked.push(...sealed);
    return sealed.map((one) => ({ text: 'a'.repeat(length(one)) }));
  };
  return { asked, open };
}

describe('the stretch of a conversation that is on the screen', () => {
  it('is the report and the newest messages; the rest is neither shown nor opened until it is asked for', async () => {
    const { asked, open } = opener();
    const stretch = createStretch();
    const messages = conversation(200);
    const first = await stretch.look(messages, open);
    expect(places(first.shown)).toEqual([0, ...Array.from({ length: STRETCH }, (_, at) => 180 + at)]);
    expect(first.earlier).toBe(179);
    expect(asked).toHaveLength(STRETCH + 1);
    stretch.more();
    const second = await stretch.look(messages, open);
    expect(second.earlier).toBe(159);
    // What was opened is not opened again.
    expect(asked).toHaveLength(2 * STRETCH + 1);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('holds no more text than a case may come to, the newest first, and opens nothing behind that', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: limits.openedText }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 0, max: 10 }),
        async (lengths, more) => {
          const { asked, open } = opener((sealed) => lengths[Number(sealed.split(' ')[1])] ?? 0);
          const stretch = createStretch();
          const messages = conversation(lengths.length);
          for (let count = 0; count < more; count += 1) {
            await stretch.look(messages, open);
            stretch.more();
          }
          const { shown } = await stretch.look(messages, open);
          const length = shown.reduce((sum, { opening }) => sum + (opening.text?.length ?? 0), 0);
          expect(length).toBeLessThanOrEqual(limits.openedTexts);
          const most = limits.openedTexts / limits.openedText + STRETCH + 1;
          const total = asked.reduce((sum, one) => sum + (lengths[Number(one.split(' ')[1])] ?? 0), 0);
          expect(total).toBeLessThanOrEqual(limits.openedText * most);
          // Nothing newer is left out for something older.
          const isOpen = shown.slice(1).map(({ opening }) => opening.text !== null);
          expect(isOpen.indexOf(true)).toBe(isOpen.includes(true) ? isOpen.lastIndexOf(false) + 1 : -1);
          for (const { opening } of shown) if (opening.text === null) expect(opening.why).toBe('full');
        },
      ),
      { numRuns: 50 },
    );
  });

  it('opens a message that comes in while the case is on the screen, however much was opened before', async () => {
    const { asked, open } = opener(() => limits.openedText);
    const stretch = createStretch();
    await stretch.look(conversation(22), open);
    const { shown } = await stretch.look(conversation(23), open);
    expect(asked.at(-1)).toBe('sealed 22');
    expect(shown.at(-1)?.opening.text).toHaveLength(limits.openedText);
    expect(shown[1]?.opening).toEqual({ text: null, why: 'full' });
  });

  it('tries again what did not open, and not what is too long', async () => {
    const asked: string[][] = [];
    const stretch = createStretch();
    const open = async (sealed: string[]): Promise<OpenedText[]> => {
      asked.push(sealed);
      return sealed.map((one) => ({ text: null, why: one === 'sealed 1' ? 'too-long' : 'closed' }));
    };
    const messages = conversation(3);
    const { shown } = await stretch.look(messages, null);
    expect(shown.map(({ opening }) => opening)).toEqual(messages.map(() => ({ text: null, why: 'closed' })));
    await stretch.look(messages, open);
    await stretch.look(messages, open);
    expect(asked).toEqual([
      ['sealed 0', 'sealed 2', 'sealed 1'],
      ['sealed 0', 'sealed 2'],
    ]);
  });
});
