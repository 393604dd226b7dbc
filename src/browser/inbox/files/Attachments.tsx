// The attachments of a case: fetched in chunks, opened in the worker, compared with the report, and saved.
import { useSignal } from '@preact/signals';
import { safeFileName } from '../../../disclosure/file-name.ts';
import type { Report } from '../../../disclosure/report.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { TeamProblem } from '../../api/team.ts';
import { saveBlob } from '../../dom/download.ts';
import { openSealedFile } from '../../workers/team/client.ts';
import { Button, FileName } from '../base/controls.tsx';
import { language, percentText, sentenceFor, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { fetchSealed, type SealedFile } from '../case/fetch-sealed.ts';
import type { SeenCase } from '../case/seen-case.ts';

export function Attachments({ seen: { view, report } }: { seen: SeenCase }) {
  return (
    <section id="files-section" aria-labelledby="files-title" hidden={view.attachments.length === 0}>
      <h3 id="files-title" class="block-title">
        {texts.case.attachments}
      </h3>
      <p class="help">{texts.case.fileWarning}</p>
      <ul id="team-files" class="team-files" translate={false}>
        {view.attachments.map((file, index) => (
          <Attachment
            key={file.id}
            reference={view.reference}
            file={file}
            number={index + 1}
            listed={report?.attachments.find(({ id }) => id === file.id)}
          />
        ))}
      </ul>
    </section>
  );
}

interface Props {
  reference: string;
  file: SealedFile;
  number: number;
  /** What the report says of it. */
  listed: Report['attachments'][number] | undefined;
}

function Attachment({ reference, file, number, listed }: Props) {
  const told = useSignal('');
  const name = listed?.name || fillIn(texts.case.fileName, { number });
  const size = formatBytes(listed?.size ?? file.size, language);
  const fetch = () =>
    fetchSealed(reference, file, (part) => {
      told.value = fillIn(texts.case.fileWorking, { percent: percentText(part) });
    });
  const keepSealed = async () => {
    try {
      saveBlob(`${reference}-${number}.pgp`, await fetch());
      told.value = '';
    } catch (error) {
      told.value = whyNot(error);
    }
  };
  const open = async () => {
    told.value = await openFile(fetch, name, listed?.sha256);
  };
  return (
    <li>
      <p>
        <strong>
          <FileName>{name}</FileName>
        </strong>
        {` · ${size}`}
      </p>
      {file.isComplete ? (
        <>
          <p class="actions">
            {hasKey.value && <Button work={open}>{texts.case.openFile}</Button>}
            <Button work={keepSealed}>{texts.case.sealedFile}</Button>
          </p>
          <p class="help" role="status">
            {told}
          </p>
        </>
      ) : (
        <p class="help">{texts.case.fileMissing}</p>
      )}
    </li>
  );
}

/**
 * Opens an attachment and saves it.
 * @param sha256 of its content, as the report says; absent where it does not list it
 * @returns the sentence that says how it went
 */
async function openFile(
  fetch: () => Promise<Blob>,
  name: string,
  sha256: string | undefined,
): Promise<string> {
  try {
    const opened = await openSealedFile(await fetch());
    if (!opened) return texts.case.fileFailed;
    if (sha256 !== undefined && opened.sha256 !== sha256) return texts.case.fileWrong;
    saveBlob(safeFileName(sha256 === undefined ? opened.name || name : name), opened.content);
    return sha256 === undefined ? texts.case.fileUnlisted : texts.case.fileDone;
  } catch (error) {
    return hasKey.peek() ? whyNot(error) : texts.errors['no-key'];
  }
}

function whyNot(error: unknown): string {
  return error instanceof TeamProblem ? sentenceFor(error.code, error.number) : texts.case.fileFailed;
}
