import { useSignal } from '@preact/signals';
import { safeFileName } from '../../../disclosure/file-name.ts';
import type { MimePart } from '../../../disclosure/mime.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { saveBlob } from '../../dom/download.ts';
import { Button, FileName } from '../base/controls.tsx';
import { language, texts } from '../base/page.ts';
import { Preview } from '../files/Preview.tsx';
import { previewContent } from '../files/preview-file.ts';
import { usePreview } from '../files/use-preview.ts';

/** The files that came inside a message, as mail programs put them there, each to be saved, or looked at here. */
export function MailParts({ files }: { files: readonly MimePart[] }) {
  if (files.length === 0) return null;
  return (
    <>
      <h4>{texts.case.parts}</h4>
      <p class="help">{texts.case.fileWarning}</p>
      <ul class="team-files" translate={false}>
        {files.map(({ name, content }, index) => (
          <MailPart
            key={index}
            name={name || fillIn(texts.case.fileName, { number: index + 1 })}
            content={content}
          />
        ))}
      </ul>
    </>
  );
}

function MailPart({ name, content }: MimePart) {
  const told = useSignal('');
  const { shown, toggle } = usePreview(told, () => previewContent(content));
  return (
    <li>
      <p>
        <strong>
          <FileName>{name}</FileName>
        </strong>
        {` · ${formatBytes(content.size, language)}`}
      </p>
      <p class="actions">
        <Button work={() => saveBlob(safeFileName(name), content)}>{texts.case.download}</Button>
        <Button work={toggle} aria-expanded={shown.value !== null}>
          {shown.value === null ? texts.files.preview.open : texts.files.preview.close}
        </Button>
      </p>
      <p class="help" role="status">
        {told}
      </p>
      {shown.value !== null && <Preview shown={shown.value} name={name} />}
    </li>
  );
}
