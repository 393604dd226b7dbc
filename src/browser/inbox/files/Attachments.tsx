// The files of a case, of either side: fetched in chunks, opened in the worker, compared with what their report or message
// says, and saved.
import { useSignal } from '@preact/signals';
import { filesOfMessage, type MessageFile } from '../../../disclosure/attachments.ts';
import { safeFileName } from '../../../disclosure/file-name.ts';
import { isolated } from '../../../disclosure/foreign-text.ts';
import type { ListedFile } from '../../../disclosure/listed-files.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { TeamProblem } from '../../api/team.ts';
import { saveBlob } from '../../dom/download.ts';
import { openSealedFile } from '../../workers/team/client.ts';
import { Button, FileName } from '../base/controls.tsx';
import { language, percentText, sentenceFor, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { fetchSealed, type SealedFile } from '../case/fetch-sealed.ts';
import { resumeUpload, stopUpload, type UploadView, uploads } from '../case/file-uploads.ts';
import type { SeenCase } from '../case/seen-case.ts';

export function Attachments({ seen }: { seen: SeenCase }) {
  const { reference, attachments } = seen.view;
  const files = filesOf(seen);
  return (
    <section id="files-section" aria-labelledby="files-title" hidden={files.length === 0}>
      <h3 id="files-title" class="block-title">
        {texts.case.attachments}
      </h3>
      {attachments.some(({ from }) => from === 'reporter') && <p class="help">{texts.case.fileWarning}</p>}
      <ul id="team-files" class="team-files" translate={false}>
        {files.map((file, index) => (
          <Attachment key={file.id} reference={reference} file={file} number={index + 1} />
        ))}
      </ul>
    </section>
  );
}

/** A file, and the message that it came with. */
interface CaseFile extends MessageFile {
  from: 'team' | 'reporter';
  message: number;
}

/** The files of a case in the order of its messages; of one that is not on the screen nobody knows how they are called. */
function filesOf({ view, report, shown }: SeenCase): CaseFile[] {
  return view.messages.flatMap(({ number, from }) => {
    const ofMessage = shown.find(({ message }) => message.number === number)?.listed ?? [];
    const listed = number === 1 ? (report?.attachments ?? []) : ofMessage;
    return filesOfMessage(view.attachments, { number, from }, listed).map((file) => ({
      ...file,
      from,
      message: number,
    }));
  });
}

interface Props {
  reference: string;
  file: CaseFile;
  number: number;
}

function Attachment({ reference, file: { id, held, listed, from, message }, number }: Props) {
  const { shown } = texts.files;
  const name = listed?.name || fillIn(texts.case.fileName, { number });
  const size = listed?.size ?? held?.size;
  const cameWith =
    message === 1
      ? shown.withReport
      : fillIn(from === 'team' ? shown.withOurs : shown.withTheirs, { number: message });
  const upload = uploads.value.get(id);
  const isGoing = upload !== undefined && upload.state !== 'done';
  return (
    <li>
      <p>
        <strong>
          <FileName>{name}</FileName>
        </strong>
        {size === undefined ? '' : ` · ${formatBytes(size, language)}`}
        <span class="help">{` · ${cameWith}`}</span>
      </p>
      {held?.isComplete ? (
        <Whole reference={reference} held={held} name={name} number={number} listed={listed} />
      ) : isGoing ? (
        <Going id={id} name={name} upload={upload} />
      ) : (
        <p class="help">{from === 'team' ? shown.ourMissing : texts.case.fileMissing}</p>
      )}
    </li>
  );
}

/** A file of ours that is being sent. */
function Going({ id, name, upload: { state, part } }: { id: string; name: string; upload: UploadView }) {
  const { upload } = texts.files;
  const isStopped = state === 'failed' || state === 'cancelled';
  const label = fillIn(upload.bar, { file: isolated(name) });
  return (
    <>
      <p class="file-going">
        <progress value={part} max={1} aria-label={label} />
        <span role="status">{state === 'done' ? '' : upload[state]}</span>
        <span>{percentText(part)}</span>
      </p>
      <p class="actions">
        {isStopped ? (
          <Button work={() => resumeUpload(id)}>{upload.resume}</Button>
        ) : (
          <Button work={() => stopUpload(id)}>{upload.stop}</Button>
        )}
      </p>
    </>
  );
}

interface WholeProps {
  reference: string;
  held: SealedFile;
  name: string;
  number: number;
  /** What its report or message says of it. */
  listed: ListedFile | null;
}

function Whole({ reference, held, name, number, listed }: WholeProps) {
  const told = useSignal('');
  const fetch = () =>
    fetchSealed(reference, held, (part) => {
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
    told.value = await openFile(fetch, name, listed?.sha256, held.number === 1);
  };
  return (
    <>
      <p class="actions">
        {hasKey.value && <Button work={open}>{texts.case.openFile}</Button>}
        <Button work={keepSealed}>{texts.case.sealedFile}</Button>
      </p>
      <p class="help" role="status">
        {told}
      </p>
    </>
  );
}

/**
 * Opens an attachment and saves it.
 * @param sha256 of its content, as its report or message says; absent where that does not list it
 * @param isOfReport which of both
 * @returns the sentence that says how it went
 */
async function openFile(
  fetch: () => Promise<Blob>,
  name: string,
  sha256: string | undefined,
  isOfReport: boolean,
): Promise<string> {
  const { fileWrong, fileUnlisted, fileDone } = texts.case;
  const { shown } = texts.files;
  const said = isOfReport
    ? { wrong: fileWrong, unlisted: fileUnlisted, done: fileDone }
    : { wrong: shown.wrong, unlisted: shown.unlisted, done: shown.done };
  try {
    const opened = await openSealedFile(await fetch());
    if (!opened) return texts.case.fileFailed;
    if (sha256 !== undefined && opened.sha256 !== sha256) return said.wrong;
    saveBlob(safeFileName(sha256 === undefined ? opened.name || name : name), opened.content);
    return sha256 === undefined ? said.unlisted : said.done;
  } catch (error) {
    return hasKey.peek() ? whyNot(error) : texts.errors['no-key'];
  }
}

function whyNot(error: unknown): string {
  return error instanceof TeamProblem ? sentenceFor(error.code, error.number) : texts.case.fileFailed;
}
