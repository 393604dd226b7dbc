import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { messageReceivedMail, reportReceivedMail } from '../../functions/mail/team-mails.ts';
import { openCommand } from '../../src/disclosure/open-command.ts';
import { openersOf } from '../../src/openpgp/own-program.ts';
import { newCaseInput } from '../support/cases.ts';
import { fixtureText } from '../support/fixture.ts';
import { Gpg } from '../support/gpg.ts';
import { textsOf } from '../support/texts.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const gpg = new Gpg();
afterAll(() => gpg.close());
const fingerprint = gpg.makeKey('Team <team@example.com>');

/** What a terminal would obey: its title, colours, the clipboard, what it answers as if typed, in 7 and in 8 bits. */
const orders = [
  '\x1b]0;another title\x07',
  '\x1b[2J\x1b[31m',
  '\x1b]52;c;cm0gLXJmIH4K\x07',
  '\x1b[6n\x1b[c',
  '\u009b31m',
  '\x1bP$q"p\x1b\\',
  'hidden\rseen',
  '\b\b\b',
];

/** Runs a command in a terminal of its own and gives all that the terminal got to see. */
function terminalSees(command: string): string {
  const env = { ...process.env, GNUPGHOME: gpg.home, TERM: 'xterm-256color' };
  return execFileSync('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: gpg.home,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The commands with gpg in a mail, as they stand on lines of their own. */
const commandsIn = (text: string) => text.split('\n').flatMap((line) => /^ *(gpg .*)$/.exec(line)?.[1] ?? []);

describe('the command that opens what a stranger sealed', () => {
  const reference = 'CVD-2026-4F7K2Q';
  const content = `report\n${orders.join('\n')}\nend\n`;
  writeFileSync(join(gpg.home, `${reference}.asc`), gpg.encrypt(content, [fingerprint]));

  it('as the mails to the team give it, sends nothing to the terminal that it would obey', () => {
    const mail = { id: 'i', to: [], siteUrl: 'https://meldpunt.example' };
    const reported = { ...newCaseInput().newCase, reference };
    for (const language of ['nl', 'en'] as const) {
      for (const { text } of [
        reportReceivedMail({ ...mail, language }, reported, 'sealed'),
        messageReceivedMail(
          { ...mail, language },
          { ...newCaseInput().newCase, reference },
          { at: 1, sealed: 'sealed', sameAs: null },
        ),
      ]) {
        const commands = commandsIn(text);
        expect(commands).toEqual([openCommand(reference)]);
        const seen = terminalSees(`${commands[0]} && rm ${reference}.txt`);
        for (const order of orders) expect(seen).not.toContain(order);
        // Not a single control but the ends of gpg's own lines.
        expect(seen).not.toMatch(/[^\P{Cc}\r\n]/u);
      }
    }
    terminalSees(openCommand(reference));
    expect(readFileSync(join(gpg.home, `${reference}.txt`), 'utf8')).toBe(content);
    // And this is what it keeps away.
    expect(terminalSees(`gpg --decrypt ${reference}.asc`)).toContain(orders[0]);
  });

  it('is in no mail with a message that GnuPG 2 can’t open: that says where it is read', () => {
    const mail = { id: 'i', to: [], siteUrl: 'https://meldpunt.example' };
    const sealed = fixtureText('messages/to-sq13-default.asc');
    for (const [language, words] of [
      ['nl', 'GnuPG 2 kan het niet openen'],
      ['en', 'GnuPG 2 cannot open it'],
    ] as const) {
      for (const { text, attachments } of [
        reportReceivedMail({ ...mail, language }, { ...newCaseInput().newCase, reference }, sealed),
        messageReceivedMail(
          { ...mail, language },
          { ...newCaseInput().newCase, reference },
          { at: 1, sealed, sameAs: null },
        ),
      ]) {
        expect(text.replaceAll(/\s+/g, ' ')).toContain(words);
        expect(commandsIn(text)).toEqual([]);
        expect(attachments).toMatchObject([{ content: sealed }]);
      }
    }
  });

  it('is followed in the mails by another way for members whose key GnuPG doesn’t hold, and is left out where none is held', () => {
    const mail = { id: 'i', to: [], siteUrl: 'https://meldpunt.example' };
    const key = (name: string, isForGnupg: boolean, expiresAt: number | null = null) => ({
      ...{ fingerprint: 'AB'.repeat(20), userIds: [name], isForGnupg, expiresAt },
    });
    const now = new Date();
    const [anna, bram] = [key('Anna', true), key('Bram', true)];
    const [vera, xander] = [key('Vera', false), key('Xander', false)];
    /** Nothing is sealed to her any more: what she opens with is no matter. */
    const egon = key('Egon', false, now.getTime() - 1);
    const said = {
      nl: {
        one: 'Voor de sleutel van Vera werkt die opdracht niet',
        two: 'Voor de sleutels van Vera en Xander werkt die opdracht niet',
        inbox: 'sleutel lees je het in de inbox, of open je de bijlage met je eigen programma',
        none: 'GnuPG kan het niet openen, want de sleutels van het team zijn van een nieuwere soort. Lees het in de inbox',
      },
      en: {
        one: 'That command does not work for the key of Vera:',
        two: 'That command does not work for the keys of Vera and Xander:',
        inbox: 'read it in the inbox, or open the attachment with your own program',
        none: 'GnuPG cannot open it, because the keys of the team are of a newer kind. Read it in the inbox',
      },
    };
    for (const language of ['nl', 'en'] as const) {
      const { one, two, inbox, none } = said[language];
      const textsFor = (team: ReturnType<typeof key>[]) => {
        const to = { ...mail, language, openers: openersOf(team, now) };
        return [
          reportReceivedMail(to, { ...newCaseInput().newCase, reference }, 'sealed'),
          messageReceivedMail(
            to,
            { ...newCaseInput().newCase, reference },
            { at: 1, sealed: 'sealed', sameAs: null },
          ),
        ].map(({ text }) => ({ commands: commandsIn(text), words: text.replaceAll(/\s+/g, ' ') }));
      };
      for (const { commands, words } of textsFor([anna, bram, egon])) {
        expect(commands).toEqual([openCommand(reference)]);
        expect(words).not.toContain(inbox);
      }
      for (const [team, sentence] of [
        [[anna, vera, egon], one],
        [[anna, vera, xander], two],
      ] as const) {
        for (const { commands, words } of textsFor([...team])) {
          expect(commands).toEqual([openCommand(reference)]);
          expect(words).toContain(sentence);
          expect(words).toContain(inbox);
        }
      }
      for (const { commands, words } of textsFor([vera, xander])) {
        expect(commands).toEqual([]);
        expect(words).toContain(none);
      }
    }
  });

  it('stands nowhere without a file to write to: not in a text, not in the README, not in a source', () => {
    const sources = ['src', 'functions', 'public', '.github'].flatMap((folder) => {
      try {
        const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
        return names.filter((name) => /\.(ts|astro|md|js)$/.test(name)).map((name) => join(folder, name));
      } catch {
        return [];
      }
    });
    const texts = [
      ...['README.md', 'locales/README.md', ...sources].map((path) => ({
        where: path,
        text: readFileSync(join(root, path), 'utf8'),
      })),
      ...(['nl', 'en'] as const).flatMap((language) =>
        textsOf(language).map(({ file, key, text }) => ({ where: `${language} ${file} ${key}`, text })),
      ),
    ];
    const naked = texts.flatMap(({ where, text }) =>
      text
        .split('\n')
        .filter(
          (line) => /gpg\b[^|>]*(?:--decrypt\b| -d\b)/.test(line) && !/--output \S+ --decrypt/.test(line),
        )
        .map((line) => `${where}: ${line.trim()}`),
    );
    expect(naked).toEqual([]);
    expect(texts.filter(({ text }) => text.includes('--decrypt')).length).toBeGreaterThan(3);
  });
});
