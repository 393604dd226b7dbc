import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedSchema } from '../../src/disclosure/wire.ts';
import { type LanguageCode, paths } from '../../src/i18n/languages.ts';
import { readCertificates } from '../../src/openpgp/keys.ts';
import { openText, sessionKeysOf } from '../../src/openpgp/open.ts';
import { unlockTeamKey } from '../../src/openpgp/team-key.ts';
import { attachmentText, readMails } from '../support/eml.ts';
import { fixture, fixtureText } from '../support/fixture.ts';
import { copyProject, type RunningSite, startServer, until } from '../support/project.ts';
import { Workshop } from './workshop.ts';

const TEXT = 'Anyone can read anything: één “finding”.';
/** Anna’s key is GnuPG’s, Vera’s version 6 (it runs out in 2086), Xander’s X448; Egon’s, of version 6, ran out in 2025. */
const members = ['anna', 'vera', 'xander'];
const files: Record<LanguageCode, string> = { nl: 'rapport.md', en: 'report.md' };

describe('the terminal’s way on the page of a team with newer keys', () => {
  const project = copyProject();
  let site: RunningSite;
  beforeAll(async () => {
    const TEAM_KEY_FILE = join(project.folder, 'team.asc');
    writeFileSync(TEAM_KEY_FILE, fixture('newer-team/team.asc'));
    // Health tells of Egon’s key.
    site = await startServer('functions/node/start.ts', project.folder, { TEAM_KEY_FILE }, '/team-key.asc');
  });
  afterAll(async () => {
    await site?.stop();
    project.remove();
  });

  const pageIn = async (language: LanguageCode) => (await fetch(site.url + paths.yourself[language])).text();
  const commandsOn = (page: string) =>
    [...page.matchAll(/<figure class="command"[\s\S]*?<code[^>]*>([\s\S]*?)<\/code>/g)].map(([, code = '']) =>
      code
        .replaceAll('&#39;', "'")
        .replaceAll('&quot;', '"')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&'),
    );

  it.each(['nl', 'en'] as const)(
    'in %s, what is fetched, encrypted and sent as it stands there is opened by everybody whose key is good',
    async (language) => {
      const [fetchIt = '', encryptIt = '', , sendIt = ''] = commandsOn(await pageIn(language));
      const shop = new Workshop();
      const shell = (command: string) => shop.text('bash', ['-euo', 'pipefail', '-c', command]);
      await shell(fetchIt);
      expect(readFileSync(join(shop.folder, files[language]), 'utf8')).toContain('---');
      shop.file(files[language], `${TEXT}\n`);
      // What the page says of sq is true of the one that is here: version 1 does it, and older ones don't.
      const isNewSq = await shop.run('sq', ['cert', 'import', '--help']).then(
        () => true,
        () => false,
      );
      if (isNewSq) await shell(encryptIt);
      else {
        await expect(shell(encryptIt)).rejects.toThrow("subcommand 'cert' wasn't recognized");
        // What sq 1.3.1 of Debian 13 made by exactly this command.
        expect(encryptIt).toBe(fixtureText(`newer-team/${language}.sh`).trimEnd());
        shop.file(`${files[language]}.asc`, fixture(`newer-team/${files[language]}.asc`));
      }
      const { reference, receipt } = acceptedSchema.parse(JSON.parse(await shell(sendIt)));
      expect(receipt).toEqual(expect.any(String));
      const mail = await until(
        async () =>
          (await readMails(join(site.dataDir, 'outbox')).catch(() => [])).find(({ subject }) =>
            subject?.includes(reference),
          ),
        `mail for ${reference}`,
      );
      // GnuPG’s command is Anna’s; Egon gets nothing new.
      expect(mail.text?.replaceAll(/\s+/g, ' ')).toContain(
        'Voor de sleutels van Vera <vera@example.com> en Xander',
      );
      const sealed = attachmentText(mail);
      const team = await readCertificates(fixtureText('newer-team/team.asc'), new Date());
      const fingerprints = team.map(({ fingerprint }) => fingerprint);
      for (const name of members) {
        const { key } = await unlockTeamKey(fixture(`newer-team/${name}.private.asc`), '', fingerprints);
        const { text } = await openText(await sessionKeysOf(key, sealed), sealed);
        expect(text?.trimEnd()).toBe(TEXT);
      }
      shop.leave();
    },
  );

  it('leaves out a key that ran out before the build, and says what to do where one runs out after it', async () => {
    const words = {
      nl: [
        '<a href="/melden">het formulier</a> wel',
        'Laat de regel met die sleutel weg',
        'Met GnuPG kan dat niet',
      ],
      en: [
        '<a href="/en/report">the form</a> can',
        'Leave out the line with that key',
        'GnuPG cannot do that',
      ],
    };
    const team = await readCertificates(fixtureText('newer-team/team.asc'), new Date());
    const [egon] = team.filter(({ userIds }) => userIds[0]?.startsWith('Egon'));
    for (const language of ['nl', 'en'] as const) {
      const page = await pageIn(language);
      const [, encryptIt = ''] = commandsOn(page);
      // A line for each key, so that one can be left out.
      expect(encryptIt.match(/^ {2}--for [0-9A-F]{40,64} \\$/gm)).toHaveLength(members.length);
      expect(page).not.toContain(egon?.fingerprint);
      // What sq 1.3.1 says then.
      expect(page).toContain('has no suitable encryption key');
      for (const sentence of words[language]) expect(page).toContain(sentence);
    }
  });

  it('starts with what those do whose key GnuPG doesn’t hold, beside the command for those who have it', () => {
    const [said = ''] = /gpg --output[\s\S]*?Ctrl\+C/.exec(site.output()) ?? [];
    expect(said).toContain('GnuPG niet kent? Die leest meldingen in de inbox');
  });

  it('publishes the keys as one block, of which no program leaves a member out', async () => {
    const published = await (await fetch(`${site.url}/team-key.asc`)).text();
    expect(published.match(/BEGIN PGP PUBLIC KEY BLOCK/g)).toHaveLength(1);
    const names = (certificates: { userIds: string[] }[]) => certificates.map(({ userIds }) => userIds[0]);
    const team = await readCertificates(fixtureText('newer-team/team.asc'), new Date());
    expect(names(await readCertificates(published, new Date()))).toEqual(names(team));
  });
});
