import { type Deed, deeds, type Tool } from './tool.ts';

const titles: Record<Deed, string> = {
  reports: 'opens reports',
  attachments: 'opens attachments',
  'beside-newer': 'opens beside newer keys',
  'sign-in': 'signs in',
  replies: 'seals replies',
  reporting: 'reports',
  binary: 'reports in binary',
  answers: 'opens answers',
};

/** The table for users, in Markdown: what works with each tool, and notes on what doesn't. */
export function tableOf(tools: readonly Tool[], versions: readonly string[]): string {
  const notes: string[] = [];
  const numberOf = (note: string) => (notes.includes(note) ? notes.indexOf(note) + 1 : notes.push(note));
  const cell = (tool: Tool, deed: Deed) => {
    const marks = (tool.limits ?? [])
      .filter((limit) => limit.deed === deed)
      .map(({ note, way }) => `${way === undefined ? 'no' : 'yes'} [^${numberOf(note)}]`);
    return marks[0] ?? 'yes';
  };
  const rows = tools.map((tool, index) =>
    row([
      tool.name,
      versions[index] ?? '',
      tool.key || 'its default',
      ...deeds.map((deed) => cell(tool, deed)),
    ]),
  );
  const head = row(['tool', 'version', 'key', ...deeds.map((deed) => titles[deed])]);
  const line = `|${'---|'.repeat(deeds.length + 3)}`;
  const footnotes = notes.map((note, index) => `[^${index + 1}]: ${note}`);
  return [head, line, ...rows, '', ...footnotes].join('\n');
}

/** The same without the versions, which differ by machine. */
export function withoutVersions(table: string): string {
  return table.replace(/^(\|[^|]*\|)[^|]*\|/gm, '$1|');
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
