import { cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type BrowserContext, type Page, chromium as playwright } from 'playwright-core';
import { CHROMIUM_ARGS } from './chromium.ts';
import { readLog, readTable } from './leveldb.ts';

/** A whole Chromium with a profile of its own, which writes history and session files as a person's does. */
export interface Profile {
  folder: string;
  context: BrowserContext;
  /** Waits until the browser has written down what came before, and keeps a copy of the profile under this name. */
  snapshot(name: string): Promise<void>;
  /** Closes the browser, and keeps a last copy. */
  close(name: string): Promise<void>;
  /** In which file of which copy something is found: `copy: path: what`. */
  find(needles: Record<string, string | Buffer>, names?: string[]): string[];
  remove(): void;
}

/**
 * Starts Debian's Chromium: the one from npm is a headless shell, which writes no history and no session files.
 * @param site an address whose pages may be opened to see what this browser writes down
 */
export async function startProfile(site: string, { scripts = true } = {}): Promise<Profile> {
  const home = mkdtempSync(join(tmpdir(), 'meldpunt-profile-'));
  const folder = join(home, 'profile');
  const copies = new Map<string, string>();
  const context = await playwright.launchPersistentContext(folder, {
    executablePath: '/usr/bin/chromium',
    headless: true,
    javaScriptEnabled: scripts,
    args: CHROMIUM_ARGS,
  });
  function copy(name: string): void {
    const target = join(home, name);
    copies.set(name, target);
    whileAlive(() => {
      rmSync(target, { recursive: true, force: true });
      cpSync(folder, target, { recursive: true, filter: isOrdinary });
    });
  }

  return {
    folder,
    context,
    async snapshot(name) {
      const { page, controls } = await plantControls(context, site, name, scripts);
      const isWritten = (control: string) => whileAlive(() => findIn(folder, { control }).length > 0);
      for (let tries = 0; !controls.every(isWritten); tries += 1) {
        if (tries === 100) throw new Error(`the browser did not write down ${controls.join(' and ')}`);
        await wait(500);
      }
      await page.close();
      copy(name);
    },
    async close(name) {
      await context.close();
      copy(name);
    },
    find: (needles, names = [...copies.keys()]) =>
      names.flatMap((name) => findIn(copies.get(name) ?? '', needles).map((found) => `${name}: ${found}`)),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/**
 * Leaves behind, in a tab of its own, what the browser writes down of any page: an address, an item of the session
 * storage, and a text in a field. Once they are in the profile, so is what came before them.
 */
async function plantControls(
  context: BrowserContext,
  site: string,
  name: string,
  scripts: boolean,
): Promise<{ page: Page; controls: string[] }> {
  const address = `control-address-${name}`;
  const page = await context.newPage();
  await page.goto(`${site}/robots.txt?${address}`);
  if (!scripts) return { page, controls: [address] };
  const item = `control-item-${name}`;
  const typed = `control-typed-${name}`;
  await page.evaluate((item) => {
    sessionStorage.setItem('control', item);
    document.body.append(document.createElement('textarea'));
  }, item);
  await page.fill('textarea', typed);
  // Gone elsewhere: then its fields are written down.
  await page.goto(`${site}/robots.txt`);
  return { page, controls: [address, item, typed] };
}

/**
 * Reads a profile whose browser goes on writing: begins anew where a file is gone between being listed and being read,
 * since what replaced it would be missed.
 */
function whileAlive<T>(read: () => T): T {
  for (let tries = 1; ; tries += 1) {
    try {
      return read();
    } catch (error) {
      if (tries === 50 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** Not a socket, or a link that says which process has the profile. */
function isOrdinary(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && (found.isFile() || found.isDirectory());
}

function findIn(folder: string, needles: Record<string, string | Buffer>): string[] {
  const wanted = Object.entries(needles).map(([name, needle]) => [name, formsOf(needle)] as const);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((path) => {
    const contents = contentsOf(join(folder, path));
    return wanted
      .filter(([, forms]) => forms.some((form) => contents.some((content) => content.includes(form))))
      .map(([name]) => `${path}: ${name}`);
  });
}

/** A file as it is, and unpacked where it is LevelDB's; nothing where it is gone by now. */
function contentsOf(path: string): Buffer[] {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isFile()) return [];
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return [];
  }
  if (/\.ldb$/.test(path)) return [bytes, readTable(bytes)];
  if (/\.log$/.test(path)) return [bytes, readLog(bytes)];
  return [bytes];
}

/** The ways in which browsers write a text: one or two bytes a character, in an address, and a code without hyphens. */
function formsOf(needle: string | Buffer): Buffer[] {
  if (typeof needle !== 'string')
    return [needle, Buffer.from(needle.toString('base64')), Buffer.from(needle.toString('hex'))];
  const texts = [needle, needle.replaceAll('-', ''), needle.replaceAll('-', ' '), encodeURIComponent(needle)];
  return [...new Set([...texts, ...texts.map((text) => text.toLowerCase())])].flatMap((text) => [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
    // Whatever stands before it: the middle of its base64 is one of three.
    ...[0, 1, 2].map((shift) =>
      Buffer.from(
        Buffer.from(`${'x'.repeat(shift)}${text}`)
          .toString('base64')
          .slice(4, -4),
      ),
    ),
  ]);
}
