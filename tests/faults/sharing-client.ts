// A process that is a member's page: see `sharing-page.ts`, which Vite loads, for the texts that a report is read by.
import { withTexts } from './with-texts.ts';

await withTexts('/tests/faults/sharing-page.ts', async () => undefined);
