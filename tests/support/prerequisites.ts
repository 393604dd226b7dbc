// Installs what the tests need beyond npm, where it may; says what to type where it may not.
import { type ExecFileSyncOptions, execFileSync, spawnSync } from 'node:child_process';

const needed = { gpg: 'gnupg', 'redis-server': 'redis-server', curl: 'curl' };
const isMissing = (command: string) => spawnSync(command, ['--version']).error !== undefined;

const missing = Object.entries(needed).flatMap(([command, debian]) => (isMissing(command) ? [debian] : []));
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
