// The files of a case, of either side: those that are in, on their way, or missing.
import { isolated } from '../../../disclosure/foreign-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { Button, FileName } from '../base/controls.tsx';
import { language, percentText, texts } from '../base/page.ts';
import { resumeUpload, stopUpload, type UploadView, uploads } from '../case/file-uploads.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { type CaseFile, cameWith, filesOf } from './case-files.ts';
import { SaveAll } from './SaveAll.tsx';
import { WholeFile } from './WholeFile.tsx';

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
        {files.map((file) => (
          <Attachment key={file.id} reference={reference} file={file} />
        ))}
      </ul>
      <SaveAll key={reference} reference={reference} files={files} />
    </section>
  );
}

interface Props {
  reference: string;
  file: CaseFile;
}

function Attachment({ reference, file }: Props) {
  const { id, held, listed, from, number, name } = file;
  const size = listed?.size ?? held?.size;
  const upload = uploads.value.get(id);
  const isGoing = upload !== undefined && upload.state !== 'done';
  return (
    <li>
      <p>
        <strong>
          <FileName>{name}</FileName>
        </strong>
        {size === undefined ? '' : ` · ${formatBytes(size, language)}`}
        <span class="help">{` · ${cameWith(file)}`}</span>
      </p>
      {held?.isComplete ? (
        <WholeFile reference={reference} held={held} name={name} number={number} listed={listed} />
      ) : isGoing ? (
        <Going id={id} name={name} upload={upload} />
      ) : (
        <p class="help">{from === 'team' ? texts.files.shown.ourMissing : texts.case.fileMissing}</p>
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
