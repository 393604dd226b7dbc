/** How somebody seals: as the tool does by itself, with their signature inside, or so that they can read it again. */
export const ways = ['plain', 'signed', 'to-self'] as const;
export type Way = (typeof ways)[number];

/** What a tool found in a message. */
export interface Opened {
  bytes: Uint8Array;
  /** The name of the file inside; null where the tool doesn't show it. */
  name: string | null;
}

/** Somebody with a key that the tool made, who does everything with that tool. */
export interface User {
  /** Armored. */
  publicKey: string;
  /** Armored; locked with `passphrase` where that isn't empty. */
  privateKey: string;
  passphrase: string;
  /** Seals a text to armored certificates; armored unless the tool can't. */
  seal(text: string, to: readonly string[], way: Way): Promise<string>;
  /** The same in binary, by the tool's own option for that; missing where it has none. */
  sealBinary?(text: string, to: readonly string[], way: Way): Promise<Uint8Array>;
  open(sealed: string | Uint8Array): Promise<Opened>;
  /** Takes away all that the tool has on this machine. */
  leave(): void;
}

/** What is tried with every tool; the words stand in the table for users. */
export const deeds = [
  'reports',
  'attachments',
  'beside-newer',
  'sign-in',
  'replies',
  'reporting',
  'binary',
  'answers',
] as const;
export type Deed = (typeof deeds)[number];

/** What a tool can't do, for a reason of its own. */
export interface Limit {
  deed: Deed;
  /** Only when it signs. */
  way?: Way;
  /** What comes of it: what the tool says, or what it makes of what it should have done. */
  outcome: RegExp;
  /** What the table says of it: what to mind, and the way out. */
  note: string;
}

/** An implementation of OpenPGP, with one kind of key that it makes. */
export interface Tool {
  /** As the table for users calls it. */
  name: string;
  /** What kind of key, in the words of the table; the tool's default unless it says something else. */
  key: string;
  version(): Promise<string>;
  limits?: readonly Limit[];
  settle(userId: string): Promise<User>;
}
