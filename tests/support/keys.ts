import type { Page } from 'playwright-core';

/** What has the keyboard, as somebody sees it. */
interface Stop {
  /** Its id, or tag and words. */
  name: string;
  /** What is wrong with it; empty for nothing. */
  wrong: string;
}

/** More Tabs than this to what one came for are too many. */
const MOST = 25;

/**
 * A person at a page with a keyboard and nothing else. Wherever it brings them, what has the keyboard is looked at: that
 * it is to be seen (WCAG 2.4.11: not under the bar, the head of the case or the form at its foot) and marked (2.4.7).
 */
export class Keys {
  readonly page: Page;
  /** What was wrong, in the order in which it was met. */
  readonly finds: string[] = [];
  /** How many Tabs each thing took, by selector. */
  readonly tabs: [string, number][] = [];

  constructor(page: Page) {
    this.page = page;
  }

  /** Presses a key, or several at once, and looks where that leads. */
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
    await this.look(key);
  }

  /** Writes where the keyboard stands. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
  }

  /** Whether what has the keyboard matches. */
  isOn(selector: string): Promise<boolean> {
    return this.page.evaluate((what) => document.activeElement?.matches(what) ?? false, selector);
  }

  /** Waits until something has the keyboard, and looks at it. */
  async arrive(selector: string): Promise<void> {
    await this.page.waitForFunction((what) => document.activeElement?.matches(what), selector);
    await this.look(`arriving at ${selector}`);
  }

  /** Goes on with Tab, or back with Shift+Tab, until something has the keyboard. */
  async to(selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed: string[] = [];
    while (!(await this.isOn(selector))) {
      if (passed.length === 3 * MOST) throw new Error(`no way to ${selector}: ${passed.join(', ')}`);
      await this.page.keyboard.press(key);
      passed.push(await this.look(key));
    }
    this.tabs.push([selector, passed.length]);
    if (passed.length > MOST) this.finds.push(`${passed.length} Tabs to ${selector}: ${passed.join(', ')}`);
  }

  /** Goes to something and presses it. */
  async push(selector: string, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    await this.to(selector);
    await this.press(key);
  }

  /** Looks at what has the keyboard. @returns what it is called */
  async look(after: string): Promise<string> {
    const { name, wrong } = await this.page.evaluate(stopNow);
    if (wrong !== '') this.finds.push(`${name} ${wrong}, after ${after}`);
    return name;
  }
}

/** Runs in the page. */
function stopNow(): Promise<Stop> {
  const look = (): Stop => {
    const { activeElement: one } = document;
    if (one === null || one === document.body) return { name: 'nothing', wrong: '' };
    const words = one.getAttribute('aria-label') ?? one.textContent?.trim().slice(0, 30) ?? '';
    const name = one.id === '' ? `${one.tagName.toLowerCase()} "${words}"` : `#${one.id}`;
    const boxes = [...one.getClientRects()].filter(({ width, height }) => width > 2 && height > 2);
    if (boxes.length === 0 || !one.checkVisibility()) return { name, wrong: 'is not drawn' };
    const isAt = (x: number, y: number) => {
      const there = document.elementFromPoint(x, y);
      return there !== null && (one.contains(there) || (there.contains(one) && there.matches('label, li')));
    };
    const isSeen = boxes.some(({ left, top, width, height }) =>
      [0.1, 0.5, 0.9].some((part) =>
        [0.1, 0.5, 0.9].some((other) => isAt(left + part * width, top + other * height)),
      ),
    );
    if (!isSeen) {
      const [box] = boxes;
      const over = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return { name, wrong: `is hidden by ${over ? `#${over.id}.${over.className}` : 'the edge'}` };
    }
    const isMarked = [one, one.closest('li, label')].some((shown) => {
      if (!shown) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
    });
    return { name, wrong: isMarked ? '' : 'has no ring' };
  };
  // What a key sets going is drawn first, which takes some frames.
  return new Promise((resolve) => {
    const lookAgain = (frames: number) =>
      requestAnimationFrame(() => {
        const stop = look();
        if (stop.wrong === '' || frames === 0) resolve(stop);
        else lookAgain(frames - 1);
      });
    lookAgain(20);
  });
}
