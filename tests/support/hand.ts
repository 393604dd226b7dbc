import type { Page } from 'playwright-core';

/**
 * A person at a page, whose clicks and keys are counted. Choosing from a list is two (open, choose); what is written in a
 * field is none beside the click into it, since it takes as long everywhere.
 */
export class Hand {
  readonly page: Page;
  #acts = 0;

  constructor(page: Page) {
    this.page = page;
  }

  /** How many clicks and keys since this was asked last. */
  taken(): number {
    const acts = this.#acts;
    this.#acts = 0;
    return acts;
  }

  async click(selector: string): Promise<void> {
    this.#acts += 1;
    await this.page.locator(selector).first().click();
  }

  /** A key, or several at once: one act. */
  async press(key: string): Promise<void> {
    this.#acts += 1;
    await this.page.keyboard.press(key);
  }

  async choose(selector: string, value: string): Promise<void> {
    this.#acts += 2;
    await this.page.selectOption(selector, value);
  }

  /** Writes into a field: a click, and words. */
  async write(selector: string, text: string): Promise<void> {
    this.#acts += 1;
    await this.page.locator(selector).first().fill(text);
  }

  /** Writes where the keyboard stands already. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
  }
}
