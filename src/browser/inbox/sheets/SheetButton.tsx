import { type Duty, stageOf } from '../../../disclosure/duties.ts';
import { Button } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { sheetDraftOf } from '../case/sheet-draft.ts';
import { closeSheet, openSheet, openSheetIn, sheetButton } from './open-sheet.ts';

interface Props {
  opened: OpenedCase;
  duty: Duty;
}

/** Opens the sheet of a duty; nothing where there is none, and of a case that takes no notes any more. */
export function SheetButton({ opened: { reference, seen }, duty }: Props) {
  if (stageOf(duty) === null || seen.value === null || seen.value.view.withdrawnAt !== null) return null;
  const isOpen = openSheetIn(reference) === duty;
  const words = isOpen ? texts.sheets.close : texts.sheets.open;
  return (
    <Button
      id={sheetButton(duty)}
      aria-label={`${words}: ${texts.deadlines[duty]}`}
      aria-expanded={isOpen}
      work={() => (isOpen ? closeSheet() : openSheet(reference, duty))}
    >
      {words}
    </Button>
  );
}

/** Says above the buttons of a duty that something in its sheet is not saved, whether an earlier version is or not. */
export function SheetUnsaved({ opened: { reference }, duty }: Props) {
  return sheetDraftOf(reference, duty).isTyped ? <span class="help">{texts.sheets.unsaved}</span> : null;
}
