// Installs what the tests need beyond npm, where it may; says what to type where it may not.
import { type ExecFileSyncOptions, execFileSync, spawnSync } from 'node:child_process';

/** Commands that the tests run, and libraries that the Chromium from npm loads, each with its Debian package. */
const commands = {
  ...{ gpg: 'gnupg', 'redis-server': 'redis-server', curl: 'curl', openssl: 'openssl' },
  ...{ chromium: 'chromium', 'firefox-esr': 'firefox-esr' },
  // Other people's implementations of OpenPGP.
  ...{ sq: 'sq', sqop: 'sqop', rnp: 'rnp', 'pgpainless-cli': 'pgpainless-cli', gosop: 'gosop' },
};
const libraries = { 'libnss3.so': 'libnss3', 'libexpat.so.1': 'libexpat1' };

const isMissing = (command: string) => spawnSync(command, ['--version']).error !== undefined;
/** Debian's own Python: another one on the path does not see Debian's modules. */
const hasPgpy = spawnSync('/usr/bin/python3', ['-c', 'import pgpy']).status === 0;
const known = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';

const missing = [
  ...Object.entries(commands).flatMap(([command, debian]) => (isMissing(command) ? [debian] : [])),
  ...Object.entries(libraries).flatMap(([library, debian]) => (known.includes(library) ? [] : [debian])),
  ...(hasPgpy ? [] : ['python3-pgpy']),
];
if (missing.length > 0) {
  const install = `apt-get install --yes --no-install-recommends ${missing.join(' ')}`;
  const mayInstall = process.getuid?.() === 0 && !isMissing('apt-get');
  if (!mayInstall) {
    process.stderr.write(`The tests need ${missing.join(' and ')}. Type: sudo ${install}\n`);
    process.exit(1);
  }
  process.stdout.write(`Installing ${missing.join(' and ')} from Debian\n`);
  const options: ExecFileSyncOptions = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  execFileSync('apt-get', ['update', '--quiet'], options);
  execFileSync('apt-get', install.split(' ').slice(1), options);
}
