import { safeFileName } from '../../../disclosure/file-name.ts';
import type { MimePart } from '../../../disclosure/mime.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { saveBlob } from '../../dom/download.ts';
import { Button, FileName } from '../base/controls.tsx';
import { language, texts } from '../base/page.ts';

/** The files that came inside a message, as mail programs put them there, each to be saved. */
export function MailParts({ files }: { files: readonly MimePart[] }) {
  if (files.length === 0) return null;
  return (
    <>
      <h4>{texts.case.parts}</h4>
      <p class="help">{texts.case.fileWarning}</p>
      <ul class="team-files" translate={false}>
        {files.map(({ name, content }, index) => {
          const shown = name || fillIn(texts.case.fileName, { number: index + 1 });
          return (
            <li>
              <p>
                <strong>
                  <FileName>{shown}</FileName>
                </strong>
                {` · ${formatBytes(content.size, language)}`}
              </p>
              <p class="actions">
                <Button work={() => saveBlob(safeFileName(shown), content)}>{texts.case.download}</Button>
              </p>
            </li>
          );
        })}
      </ul>
    </>
  );
}
