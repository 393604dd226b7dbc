import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** What others have no part in: read, write and enter for the owner alone. */
const FOLDER = 0o700;
const FILE = 0o600;
/** All that group and others may do. */
const OTHERS = 0o077;
/** The sticky bit: many keep their own files here, as in `/tmp`. */
const STICKY = 0o1000;

/** A file that is to be read or written belongs to somebody else, who may know or change what is in it. */
export class ForeignFileError extends Error {
  readonly path: string;
  constructor(path: string) {
    super('a file in the data folder belongs to somebody else');
    this.path = path;
  }
}

/**
 * Makes a folder that is the owner's alone, and makes one so that is there already.
 *
 * One that is not ours to close stays as it is: a shared one (with the sticky bit, as `/tmp` has it) or that of another
 * user; and some file systems know no modes. What is written into it is private by itself.
 * @returns whether nobody else can look into it now
 * @throws the error of the file system when it can't be made
 */
export function makePrivateFolder(path: string): boolean {
  mkdirSync(path, { recursive: true, mode: FOLDER });
  const { mode, uid } = statSync(path);
  if ([0, uid].includes(ownId(uid)) && (mode & STICKY) === 0) narrow(path, mode, FOLDER);
  return (statSync(path).mode & OTHERS) === 0;
}

/**
 * Makes a file that is there the owner's alone; does nothing where there is none.
 * @throws ForeignFileError when it, or the link that leads to it, belongs to somebody else: in a shared folder anybody
 *   may lay one down. Root takes what belongs to the owner of the folder.
 */
export function makePrivate(path: string): void {
  const link = lstatSync(path, { throwIfNoEntry: false });
  const found = statSync(path, { throwIfNoEntry: false });
  if (!link) return;
  const folder = statSync(dirname(path)).uid;
  for (const { uid } of [link, found ?? link]) {
    if (uid !== ownId(uid) && !(ownId(uid) === 0 && uid === folder)) throw new ForeignFileError(path);
  }
  if (found) narrow(path, found.mode, FILE);
}

/** As `makePrivate`; makes an empty file where there is none, whatever the umask is. */
export function makePrivateFile(path: string): void {
  makePrivate(path);
  closeSync(openSync(path, 'a', FILE));
}

/** Writes a file that is the owner's alone, whole or not at all. */
export function writePrivate(path: string, content: string): void {
  makePrivate(`${path}.new`);
  writeFileSync(`${path}.new`, content, { mode: FILE });
  renameSync(`${path}.new`, path);
}

/** Who we are; where the platform has no users, whoever is asked for. */
function ownId(asked: number): number {
  return process.getuid?.() ?? asked;
}

function narrow(path: string, mode: number, to: number): void {
  if ((mode & OTHERS) === 0) return;
  try {
    chmodSync(path, to);
  } catch {
    // A file system without modes: `npm start` says that the folder is not private.
  }
}
