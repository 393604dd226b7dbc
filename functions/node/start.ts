// `npm start`: everything on one machine. Builds the site, makes what is missing, serves, and stops in order.
import { accessSync, constants } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join, relative, resolve } from 'node:path';
import { openCommand } from '../../src/disclosure/open-command.ts';
import { fillIn } from '../../src/i18n/fill-in.ts';
import { formatMoment } from '../../src/i18n/format.ts';
import { preferredLanguage } from '../../src/i18n/languages.ts';
import { openersOf } from '../../src/openpgp/own-program.ts';
import { SettingsError } from '../../src/settings/environment.ts';
import { readSiteSettings, type SiteSettings } from '../../src/settings/settings.ts';
import { keptSecret } from '../disk/kept-secret.ts';
import { ForeignFileError, makePrivate, makePrivateFolder } from '../disk/private-files.ts';
import { readSettings, type Settings, terminalLanguage } from '../settings.ts';
import { buildSite } from './build.ts';
import { demonstrationKey } from './demonstration-key.ts';
import { createLocalServer, type LocalServer } from './server.ts';
import { terminalTexts } from './texts.ts';

const root = new URL('../../', import.meta.url);
const terminal = preferredLanguage(terminalLanguage());
const texts = terminalTexts(terminal);
const say = (text: string) => process.stdout.write(`${text}\n`);

/** How often the local server does what cron does on Vercel, in ms. */
const JOBS_EVERY = 5 * 60_000;

/** What is in the data folder; the database's companions are made by SQLite. */
const DATA_FILES = [
  ...['meldpunt.sqlite', 'meldpunt.sqlite-wal', 'meldpunt.sqlite-shm'],
  ...['server-secret', 'cron-secret', 'webhook-secret', 'team-key.asc', 'team-key.private.asc'],
];

/** A reason not to start that a person can do something about. */
class StartError extends Error {}

try {
  await start();
} catch (error) {
  if (!(error instanceof StartError || error instanceof SettingsError)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
}

async function start(): Promise<void> {
  const settings = readSettings();
  const { PORT, HOST } = settings;
  // Before the build, too: it would take the files of a server that runs here away from it.
  await listenOn(createServer(), PORT, HOST).then((server) => server[Symbol.asyncDispose]());
  prepareData(resolve(settings.DATA_DIR));
  // Before the build, which publishes the key that follows from it.
  if (settings.SERVER_SECRET === undefined) keptSecret(settings.DATA_DIR, 'server-secret');
  say(texts.building);
  const makeSecret = (dataDir: string) => keptSecret(dataDir, 'server-secret');
  const site = await readSiteSettings(demonstrationKey, process.env, makeSecret);
  const oldSite = await build(site);
  process.env['ASTRO_NODE_AUTOSTART'] = 'disabled';
  const entry = new URL('dist/server/entry.mjs', root).href;
  const { handler } = await import(entry);
  const local = createLocalServer(handler, new URL('vercel.json', root));
  if (oldSite !== null) local.tellOld(oldSite);
  await listenOn(local.server, PORT, HOST);
  const { port } = local.server.address() as AddressInfo;
  announce(settings, site, port);
  if (oldSite !== null) warnOfOldSite(oldSite);
  const timer = setInterval(runJobs, JOBS_EVERY, settings, port);
  stopOnSignal(local, timer);
}

/**
 * Makes the data folder, private to its owner. One that others can look into and that is not ours to close (`/tmp`, say)
 * is no reason to stop, as what is in it is private by itself; a file there that is somebody else's is.
 */
function prepareData(dataDir: string): void {
  try {
    const isPrivate = makePrivateFolder(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    for (const name of DATA_FILES) makePrivate(join(dataDir, name));
    if (!isPrivate) say(fillIn(texts.dataShared, { path: dataDir }));
  } catch (error) {
    if (error instanceof ForeignFileError) {
      throw new StartError(fillIn(texts.dataForeign, { path: error.path }));
    }
    throw new StartError(fillIn(texts.dataUnwritable, { path: dataDir }));
  }
}

/**
 * Builds the site. Where that fails, its output is shown, and what was built last is served.
 * @returns when that was, ISO 8601; null for a fresh build
 * @throws StartError when there is nothing to serve
 */
async function build(site: SiteSettings): Promise<string | null> {
  const built = await buildSite(root, site);
  if (built.isNew) return null;
  process.stderr.write(built.output);
  if (built.builtAt === null) throw new StartError(texts.buildFailed);
  warnOfOldSite(built.builtAt);
  return built.builtAt;
}

/** Above the start's own lines and below them: what scrolls away is not read. */
function warnOfOldSite(builtAt: string): void {
  const moment = formatMoment(new Date(builtAt), terminal);
  process.stderr.write(`\n${fillIn(texts.servingOld, { moment })}\n`);
}

/** @throws StartError when it can't listen there */
async function listenOn<Listening extends Server>(
  server: Listening,
  port: number,
  host: string,
): Promise<Listening> {
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(whyNotListening(error, port, host)));
    server.listen(port, host, done);
  });
  return server;
}

function whyNotListening(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE') return new StartError(fillIn(texts.portTaken, { port, next: port + 1 }));
  if (error.code === 'EACCES') return new StartError(fillIn(texts.portForbidden, { port }));
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new StartError(fillIn(texts.hostUnknown, { host }));
  }
  return error;
}

function announce(settings: Settings, site: SiteSettings, port: number): void {
  const shown = (path: string) => relative(process.cwd(), resolve(path)) || '.';
  const { DATA_DIR } = settings;
  const host = settings.HOST === '127.0.0.1' ? 'localhost' : settings.HOST;
  say('');
  say(fillIn(texts.running, { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}` }));
  say(fillIn(texts.data, { path: shown(DATA_DIR) }));
  const isMailWritten = settings.RESEND_API_KEY === undefined;
  if (isMailWritten) say(fillIn(texts.mails, { path: shown(join(DATA_DIR, 'outbox')) }));
  say('');
  const { useGnupg, others } = openersOf(site.certificates, new Date());
  if (useGnupg) {
    say(site.demonstration ? texts.demonstration : texts.open);
    // Without --batch gpg asks about the preferences of a key that it did not make, and fails where it can't ask.
    if (site.demonstration) say(`  gpg --batch --import ${shown(join(DATA_DIR, 'team-key.private.asc'))}`);
    say(`  ${openCommand('CVD-…')}`);
    say(texts.openedFile);
  }
  if (others.length > 0) say(useGnupg ? texts.newerKeys : texts.newerTeam);
  say('');
  say(texts.stop);
}

/** Cron of the local server: the same request that Vercel's cron makes, more often. */
function runJobs(settings: Settings, port: number): void {
  const secret = settings.CRON_SECRET ?? keptSecret(settings.DATA_DIR, 'cron-secret');
  const host = settings.HOST === '0.0.0.0' || settings.HOST === '::' ? '127.0.0.1' : settings.HOST;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/api/jobs/daily`;
  // A run that fails is in the log already, and the next one comes by itself.
  fetch(url, { headers: { Authorization: `Bearer ${secret}` } }).catch(() => undefined);
}

function stopOnSignal(local: LocalServer, timer: NodeJS.Timeout): void {
  let isStopping = false;
  const stop = async () => {
    // Asked twice: somebody does not want to wait.
    if (isStopping) process.exit(1);
    isStopping = true;
    say(texts.stopping);
    clearInterval(timer);
    await local.drain();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
