import type { Block, Fact } from './content.ts';

/** Columns of a line: quoted twice by who answers, it still fits in 80. */
const WIDTH = 76;
/** What stands before a line that must not be overlooked. */
const MARK = '  ==> ';
/** White space at which a line may end: not that which keeps two words together. */
const GAPS = /[^\S\u00a0\u202f]+/;

/** The plain text of a mail: wrapped, but for addresses and commands, which are never broken. */
export function textOf(blocks: Block[]): string {
  return `${blocks.map(blockText).join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return wrap(block.text);
    case 'facts':
      return alignedFacts(block.facts);
    case 'deadline':
      return block.facts.map(({ term, value }) => wrap(`${term}: ${value}`, MARK)).join('\n');
    case 'commands':
      return `${wrap(block.text)}\n\n${block.commands.map((command) => `  ${command}`).join('\n')}`;
    case 'link':
      return `${wrap(block.text)}\n${block.address}`;
    case 'button':
      return `${wrap(`${block.label}:`)}\n${block.address}`;
    case 'list': {
      const items = block.items.map(({ term, value }) => `${wrap(`${term}:`, '- ')}\n${wrap(value, '  ')}`);
      return `${wrap(block.text)}\n\n${items.join('\n')}`;
    }
  }
}

/** Facts with their values below each other. */
function alignedFacts(facts: Fact[]): string {
  const width = Math.max(...facts.map(({ term }) => term.length)) + 2;
  return facts.map(({ term, value }) => wrap(value, `${term}:`.padEnd(width))).join('\n');
}

/**
 * Words in lines of at most `WIDTH` columns; a word that is longer has a line of its own.
 * @param start what the first line begins with; the others are indented as far
 */
function wrap(text: string, start = ''): string {
  const indent = ' '.repeat(start.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(GAPS).filter((found) => found !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    // A line that begins with > would count as quoted.
    const mustStay = line === '' || word.startsWith('>');
    if (mustStay || start.length + longer.length <= WIDTH) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].map((one, index) => (index === 0 ? start : indent) + one).join('\n');
}
