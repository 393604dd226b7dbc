// Looks at files of a lesson and of thanks by the rules of the build.
import { faultsOfLesson } from '../../../publications/lesson-faults.ts';
import { answerTasks } from '../serve.ts';
import type { PublicationTasks } from './tasks.ts';

answerTasks<PublicationTasks>(
  { faults: async ({ files, words }) => faultsOfLesson(files, words) },
  () => undefined,
);
