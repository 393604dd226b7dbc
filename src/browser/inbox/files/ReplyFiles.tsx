// The files that go with a reply, as they are chosen.
import { useSignal } from '@preact/signals';
import { isolated } from '../../../disclosure/foreign-text.ts';
import { limits } from '../../../disclosure/limits.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { droppedFiles } from '../../files/readable-files.ts';
import { Button, Fault, FileName, invalid } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { language, momentText, plural, texts } from '../base/page.ts';
import type { ReplyFiles as Files } from '../case/reply-files.ts';

interface Props {
  files: Files;
  /** What was wrong on sending; empty for nothing. */
  fault: string;
}

export function ReplyFiles({ files, fault }: Props) {
  const { choose } = texts.files;
  const refused = useSignal('');
  const list = files.list.value;
  const values = { count: limits.attachments, size: formatBytes(limits.attachmentBytes, language) };
  const add = (some: readonly File[], hasFolder = false) => {
    if (some.length === 0 && !hasFolder) return;
    const why = files.add(some);
    refused.value = hasFolder ? choose.unreadable : why === null ? '' : fillIn(choose[why], values);
  };
  const said = refused.value || fault;
  const foundAt = files.foundAt.value;
  const isOnlyHere = list.some(({ id }) => files.onlyHere.value.has(id));
  const found = foundAt === null ? '' : fillIn(choose.found, { moment: momentText(foundAt) });
  const { value: without } = files.without;
  const [kept = ''] = [
    without > 0 && plural(choose, 'without', without),
    isOnlyHere && choose.onlyHere,
    list.length > 0 && found,
  ].filter((sentence) => sentence !== false);
  return (
    <details
      class="reply-files"
      id="compose-files-part"
      open={list.length > 0 || said !== '' || undefined}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const dropped = droppedFiles(event.dataTransfer);
        add(dropped.files, dropped.hasFolder);
      }}
    >
      <summary>{choose.title}</summary>
      <div class="field">
        <label for="compose-files">{choose.label}</label>
        <p class="help" id="help-files">
          {fillIn(choose.help, values)}
        </p>
        <Fault id="error-files" sentence={said} />
        <input
          id="compose-files"
          type="file"
          multiple
          {...invalid(said)}
          aria-describedby="help-files error-files"
          onChange={({ currentTarget }) => {
            add([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
        <ul class="chosen-files" translate={false} hidden={list.length === 0}>
          {list.map(({ key, file }) => (
            <li key={key}>
              <span>
                <FileName>{file.name}</FileName>
                {` · ${formatBytes(file.size, language)}`}
              </span>
              <Button
                aria-label={fillIn(choose.removeNamed, { file: isolated(file.name) })}
                work={() => {
                  files.remove(key);
                  focusOn('compose-files');
                }}
              >
                {choose.remove}
              </Button>
            </li>
          ))}
        </ul>
        <p class="kept" id="files-kept" role="status" hidden={kept === ''}>
          {kept}
        </p>
      </div>
    </details>
  );
}
