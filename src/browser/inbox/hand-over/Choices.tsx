// Which parts of a case go along, and whether who the reporter is does.

import { Fragment } from 'preact';
import { isolated } from '../../../disclosure/foreign-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { Fault, invalid } from '../base/controls.tsx';
import { language, momentText, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import type { Authored, SeenCase } from '../case/seen-case.ts';
import { cameWith, isUnchecked } from '../files/case-files.ts';
import { type Chosen, toggled } from './chosen.ts';
import { filesToChoose, isAlong, withItsFiles } from './files-along.ts';
import { isKnown, isNamed } from './make.ts';

interface Props {
  seen: SeenCase;
  chosen: Chosen;
  fault: string;
}

export function PartChoices({ seen, chosen, fault }: Props) {
  const { handOver } = texts;
  const parts = chosen.parts.value;
  const messages = seen.shown.filter(({ message }) => message.number > 1);
  const notes = seen.view.notes.filter(({ kind }) => kind === 'note');
  const files = filesToChoose(seen);
  const withFiles = (message: number) => withItsFiles(parts, files, message);
  return (
    <fieldset class="choices" id="hand-over-parts" tabIndex={-1} aria-describedby="error-hand-over-parts">
      <legend>{handOver.parts}</legend>
      <Fault id="error-hand-over-parts" sentence={fault} />
      {seen.report === null ? (
        <p class="help">{handOver.reportClosed}</p>
      ) : (
        <Check
          id="hand-over-report"
          isIn={parts.report}
          set={(report) => chosen.change({ report, ...withFiles(1) })}
        >
          {isNamed(chosen) ? handOver.reportNamed : handOver.report}
        </Check>
      )}
      <FileChoices seen={seen} chosen={chosen} message={1} />
      {seen.view.notes.some(({ kind }) => kind === 'triage') && (
        <Check id="hand-over-triage" isIn={parts.triage} set={(triage) => chosen.change({ triage })}>
          {handOver.triage}
        </Check>
      )}
      {files.length > 0 && !hasKey.value && <p class="help">{handOver.noAttachments}</p>}
      {messages.map((one) => (
        <Fragment key={one.message.number}>
          {isMessage(one) && (
            <Check
              id={`hand-over-message-${one.message.number}`}
              isIn={parts.messages.includes(one.message.number)}
              set={(isIn) => {
                const { number } = one.message;
                chosen.change({ messages: toggled(parts.messages, number, isIn), ...withFiles(number) });
              }}
            >
              {messageName(one.message)}
            </Check>
          )}
          <FileChoices seen={seen} chosen={chosen} message={one.message.number} />
        </Fragment>
      ))}
      {seen.earlier > 0 && <p class="help">{handOver.earlier}</p>}
      {notes.map(({ number, by, at }) => (
        <Check
          key={number}
          id={`hand-over-note-${number}`}
          isIn={parts.notes.includes(number)}
          set={(isIn) => chosen.change({ notes: toggled(parts.notes, number, isIn) })}
        >
          {fillIn(handOver.note, { number, who: isolated(by), moment: momentText(at) })}
        </Check>
      ))}
    </fieldset>
  );
}

/** The files of the report, or of a message. */
function FileChoices({ seen, chosen, message }: Omit<Props, 'fault'> & { message: number }) {
  const { attachment, attachmentUnlisted } = texts.handOver;
  const parts = chosen.parts.value;
  const files = filesToChoose(seen).filter((file) => file.message === message);
  return files.map((file) => {
    const { id, name, size, number } = file;
    const values = { name: isolated(name), size: formatBytes(size, language), with: cameWith(file) };
    return (
      <Check
        key={number}
        id={`hand-over-file-${number}`}
        isIn={hasKey.value && isAlong(file, parts, seen)}
        isOff={!hasKey.value}
        set={(isIn) => chosen.change({ files: { ...parts.files, [id]: isIn } })}
      >
        {fillIn(isUnchecked(file) ? attachmentUnlisted : attachment, values)}
      </Check>
    );
  });
}

/** Messages that are open; the report is a part of its own. */
const isMessage = ({ message, opening }: Authored) => message.number > 1 && opening.text !== null;

function messageName({ number, from, by, at }: Authored['message']): string {
  const who = from === 'team' ? isolated(by ?? '') : texts.documents[language].reporter;
  return fillIn(texts.handOver.message, { number, who, moment: momentText(at) });
}

interface CheckProps {
  id: string;
  isIn: boolean;
  isOff?: boolean;
  set: (isIn: boolean) => void;
  children: string;
}

function Check({ id, isIn, isOff = false, set, children }: CheckProps) {
  return (
    <div class="check">
      <input
        type="checkbox"
        id={id}
        autocomplete="off"
        checked={isIn}
        disabled={isOff}
        onChange={({ currentTarget }) => set(currentTarget.checked)}
      />
      <label for={id}>{children}</label>
    </div>
  );
}

/** That the reporter agreed, and where they say so. */
export function Consent({ seen, chosen, fault }: Props) {
  const { handOver } = texts;
  const { isGiven, message } = chosen.consent.value;
  const fromReporter = seen.shown.filter((one) => isMessage(one) && one.message.from === 'reporter');
  const said = fromReporter.find((one) => one.message.number === message);
  return (
    <div class="field">
      <div class="check">
        <input
          type="checkbox"
          id="hand-over-agreed"
          autocomplete="off"
          aria-describedby="help-hand-over-agreed"
          checked={isGiven}
          onChange={({ currentTarget }) => {
            chosen.consent.value = { isGiven: currentTarget.checked, message };
          }}
        />
        <label for="hand-over-agreed">{handOver.consent}</label>
      </div>
      <p class="help" id="help-hand-over-agreed">
        {isKnown(seen) ? handOver.consentHelp : handOver.consentUnknown}
      </p>
      <Fault id="error-hand-over-consent" sentence={fault} />
      {isGiven && fromReporter.length === 0 && <p class="note">{handOver.consentNone}</p>}
      {isGiven && (
        <>
          <label for="hand-over-consent">{handOver.consentWhere}</label>
          <select
            id="hand-over-consent"
            autocomplete="off"
            {...invalid(fault)}
            aria-describedby="error-hand-over-consent"
            value={message ?? ''}
            onChange={({ currentTarget }) => {
              chosen.consent.value = { isGiven, message: Number(currentTarget.value) || null };
            }}
          >
            <option value="">{handOver.consentChoose}</option>
            {fromReporter.map((one) => (
              <option key={one.message.number} value={one.message.number}>
                {messageName(one.message)}
              </option>
            ))}
          </select>
          {said && <Said {...said} />}
        </>
      )}
    </div>
  );
}

/** What the message says, and what speaks against that the reporter wrote it. */
function Said({ opening, said, doubt }: Authored) {
  return (
    <>
      <pre id="hand-over-said" tabIndex={0}>
        {opening.text}
      </pre>
      {said !== '' && <p class="help">{said}</p>}
      {doubt && (
        <p id="hand-over-doubt" class="note warning">
          {doubt.why} {doubt.advice}
        </p>
      )}
    </>
  );
}
