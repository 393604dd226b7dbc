// A file that is in: opened and saved, saved as it is, or shown.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { safeFileName } from '../../../disclosure/file-name.ts';
import type { ListedFile } from '../../../disclosure/listed-files.ts';
import { previewLimits } from '../../../disclosure/preview.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { saveBlob } from '../../dom/download.ts';
import { Button } from '../base/controls.tsx';
import { percentText, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { fetchSealed, type SealedFile } from '../case/fetch-sealed.ts';
import { openChecked } from './open-checked.ts';
import { Preview } from './Preview.tsx';
import { previewFile } from './preview-file.ts';
import { usePreview } from './use-preview.ts';
import { whyNot } from './why-not.ts';

interface Props {
  reference: string;
  held: SealedFile;
  name: string;
  number: number;
  /** What its report or message says of it. */
  listed: ListedFile | null;
}

export function WholeFile({ reference, held, name, number, listed }: Props) {
  const told = useSignal('');
  const progress = (part: number) => {
    told.value = fillIn(texts.case.fileWorking, { percent: percentText(part) });
  };
  const keepSealed = async () => {
    try {
      saveBlob(`${reference}-${number}.pgp`, await fetchSealed(reference, held, progress));
      told.value = '';
    } catch (error) {
      told.value = whyNot(error);
    }
  };
  const save = async () => {
    told.value = await saveOpened({ reference, held, name, listed }, progress);
  };
  const { shown, toggle } = usePreview(told, async () => {
    if (listed === null) return null;
    const result = await previewFile(reference, held, listed, progress);
    // Where the key went meanwhile, what it opened goes too.
    return typeof result === 'string' || hasKey.peek() ? result : null;
  });
  // What nothing lists can't be compared, and is not shown.
  const canView = hasKey.value && listed !== null && listed.size <= previewLimits.bytes;
  useEffect(() => {
    if (!canView) shown.value = null;
  }, [canView]);
  return (
    <>
      <p class="actions">
        {hasKey.value && <Button work={save}>{texts.case.openFile}</Button>}
        {canView && (
          <Button work={toggle} aria-expanded={shown.value !== null}>
            {shown.value === null ? texts.files.preview.open : texts.files.preview.close}
          </Button>
        )}
        <Button work={keepSealed}>{texts.case.sealedFile}</Button>
      </p>
      <p class="help" role="status">
        {told}
      </p>
      {canView && shown.value !== null && <Preview shown={shown.value} name={name} />}
    </>
  );
}

/** Opens an attachment and saves it. @returns the sentence that says how it went */
async function saveOpened(
  { reference, held, name, listed }: Omit<Props, 'number'>,
  progress: (part: number) => void,
): Promise<string> {
  const { fileWrong, fileUnlisted, fileDone } = texts.case;
  const said =
    held.number === 1 ? { wrong: fileWrong, unlisted: fileUnlisted, done: fileDone } : texts.files.shown;
  try {
    const opened = await openChecked(reference, held, listed, progress);
    if (opened === 'failed') return texts.case.fileFailed;
    if (opened === 'wrong') return said.wrong;
    saveBlob(safeFileName(listed === null ? opened.name || name : name), opened.content);
    return listed === null ? said.unlisted : said.done;
  } catch (error) {
    return whyNot(error);
  }
}
