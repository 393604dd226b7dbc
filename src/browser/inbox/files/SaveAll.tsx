import { useSignal } from '@preact/signals';
import { fillIn } from '../../../i18n/fill-in.ts';
import { saveBlob } from '../../dom/download.ts';
import { Button, FileName } from '../base/controls.tsx';
import { percentText, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import type { CaseFile } from './case-files.ts';
import type { Remark } from './save-all.ts';
import { whyNot } from './why-not.ts';

/** All files of a case in one go, where there are several and a key that opens them. */
export function SaveAll({ reference, files }: { reference: string; files: readonly CaseFile[] }) {
  const { all } = texts.files;
  const told = useSignal('');
  const remarks = useSignal<readonly Remark[]>([]);
  const save = async () => {
    remarks.value = [];
    try {
      const { zipOfFiles } = await import('./save-all.ts');
      const made = await zipOfFiles(reference, files, (part) => {
        told.value = fillIn(texts.case.fileWorking, { percent: percentText(part) });
      });
      if (made.zip) saveBlob(`${reference}.zip`, made.zip);
      remarks.value = made.remarks;
      told.value = made.zip ? fillIn(all.done, { count: made.count }) : all.nothing;
    } catch (error) {
      told.value = whyNot(error);
    }
  };
  const isOffered = hasKey.value && files.filter(({ held }) => held?.isComplete).length > 1;
  if (!isOffered) return null;
  return (
    <div id="files-all">
      <p class="actions">
        <Button work={save}>{all.save}</Button>
      </p>
      <div class="help" role="status">
        {told}
        {remarks.value.length > 0 && (
          <ul>
            {remarks.value.map(({ name, what }, index) => (
              <li key={index}>
                <FileName>{name}</FileName>: {all[what]}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
