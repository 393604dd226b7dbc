// What the build would say of the files that a form wrote.
import type { PublicationFault } from './fault.ts';
import { draftSentences, publicationFaults, type SourceFile } from './publication-faults.ts';

/** The sentences of a draft, by name, in one language. */
export type DraftWords = Readonly<Record<string, string>>;

/** What would stop a build that has these files of `lessonFiles`. @param words of drafts, in every language */
export function faultsOfLesson(
  files: readonly SourceFile[],
  words: readonly DraftWords[],
): PublicationFault[] {
  return publicationFaults(files, { parse: readJsonYaml, drafts: draftSentences(words) });
}

/** Reads YAML whose every line is a name and JSON, as `lessonFiles` writes it. */
function readJsonYaml(text: string): unknown {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(': ');
      return [line.slice(0, at), JSON.parse(line.slice(at + 2))];
    }),
  );
}
