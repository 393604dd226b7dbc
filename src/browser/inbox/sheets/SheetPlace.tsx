// Where the sheet stands that is open in a case. The form itself is loaded then.
import { lazy } from '../base/lazy.tsx';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { openSheetIn } from './open-sheet.ts';

const SheetForm = lazy(async () => (await import('./SheetForm.tsx')).SheetForm);

export function SheetPlace({ opened, seen }: { opened: OpenedCase; seen: SeenCase }) {
  const duty = openSheetIn(opened.reference);
  return duty && <SheetForm key={duty} opened={opened} seen={seen} duty={duty} />;
}
