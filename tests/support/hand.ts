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
    await this.page.focus(selector);
    await this.page.selectOption(selector, value);
  }

  /** Clicks, and says yes to the question that follows. */
  async agree(selector: string): Promise<void> {
    this.#acts += 2;
    this.page.once('dialog', (dialog) => void dialog.accept());
    await this.page.locator(selector).first().click();
  }

  /** Chooses files: the dialog of the browser is opened, and what lies there chosen. */
  async attach(selector: string, files: Parameters<Page['setInputFiles']>[1]): Promise<void> {
    this.#acts += 2;
    await this.page.setInputFiles(selector, files);
  }

  /** Clicks, and gives what is saved by it. */
  async save(selector: string): Promise<{ name: string; path: string }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.click(selector)]);
    return { name: download.suggestedFilename(), path: await download.path() };
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
