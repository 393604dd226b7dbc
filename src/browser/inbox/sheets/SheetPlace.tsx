// Where the sheet stands that is open in a case. The form itself is loaded then.
import { useEffect } from 'preact/hooks';
import { lazy } from '../base/lazy.tsx';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { leaveSheets, openSheetIn } from './open-sheet.ts';

const SheetForm = lazy(async () => (await import('./SheetForm.tsx')).SheetForm);

export function SheetPlace({ opened, seen }: { opened: OpenedCase; seen: SeenCase }) {
  const { reference } = opened;
  useEffect(() => () => leaveSheets(reference), [reference]);
  const duty = openSheetIn(reference);
  return duty && <SheetForm key={duty} opened={opened} seen={seen} duty={duty} />;
}
