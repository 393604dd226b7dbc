import type { PublicationFault } from '../../../publications/fault.ts';
import type { DraftWords } from '../../../publications/lesson-faults.ts';
import type { SourceFile } from '../../../publications/publication-faults.ts';

/** The task of the worker that knows the rules of the build: they weigh more than the page that asks. */
export type PublicationTasks = {
  /** What would stop a build that has these files; see `faultsOfLesson`. */
  faults: { input: { files: SourceFile[]; words: DraftWords[] }; result: PublicationFault[] };
};
