/** `term: value`. */
export interface Fact {
  term: string;
  value: string;
}

/** One piece of a mail. Both forms of a mail are made from these, so that they say the same. */
export type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'facts'; facts: Fact[] }
  /** What must not be overlooked: facts in a block of their own. */
  | { kind: 'deadline'; facts: Fact[] }
  /** Lines for a terminal, after the sentence that leads to them. */
  | { kind: 'commands'; text: string; commands: string[] }
  /** An address on a line of its own, after the sentence that leads to it. */
  | { kind: 'link'; text: string; address: string }
  /** What a mail is for: one in each. */
  | { kind: 'button'; label: string; address: string }
  /** Things with the moment of each, after the sentence that leads to them. */
  | { kind: 'list'; text: string; items: Fact[] };

/** Running text. */
export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

/** `term: value`, each on a line. */
export function facts(...pairs: [term: string, value: string][]): Block {
  return { kind: 'facts', facts: pairs.map(asFact) };
}

/** `term: value`, standing out. */
export function deadline(...pairs: [term: string, value: string][]): Block {
  return { kind: 'deadline', facts: pairs.map(asFact) };
}

/** A sentence and the commands that it leads to. */
export function commands(text: string, ...lines: string[]): Block {
  return { kind: 'commands', text, commands: lines };
}

/** A sentence and the address that it leads to, which is shown as it is. */
export function link(text: string, address: string): Block {
  return { kind: 'link', text, address };
}

/** What a mail asks its reader to do, and where that is done; the address is shown as well. */
export function button(label: string, address: string): Block {
  return { kind: 'button', label, address };
}

/** A sentence and the things that it leads to. */
export function list(text: string, ...items: [what: string, when: string][]): Block {
  return { kind: 'list', text, items: items.map(asFact) };
}

function asFact([term, value]: [string, string]): Fact {
  return { term, value };
}
