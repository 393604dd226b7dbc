// The form of a hand-over. Loaded when somebody opens it.

import { useMemo } from 'preact/hooks';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatBytes, formatDayOf } from '../../../i18n/format.ts';
import { type LanguageCode, languageCodes } from '../../../i18n/languages.ts';
import type { OutsideKey } from '../../workers/judge/tasks.ts';
import { useBeginning } from '../base/beginning.ts';
import { Button, Fault, Form, invalid, Name } from '../base/controls.tsx';
import { language, plural, texts } from '../base/page.ts';
import { ownText, ownWords } from '../base/typed-fields.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { Consent, PartChoices } from './Choices.tsx';
import type { Chosen } from './chosen.ts';
import { Handed } from './Handed.tsx';
import { HandOver } from './hand-over.ts';

interface Props {
  opened: OpenedCase;
  seen: SeenCase;
  chosen: Chosen;
  /** Whether somebody opened it just now. */
  isByHand: boolean;
}

export function HandOverForm({ opened, seen, chosen, isByHand }: Props) {
  useBeginning(isByHand, 'hand-over-form', 'hand-over-key');
  const work = useMemo(() => new HandOver(opened, chosen), [opened, chosen]);
  const { handOver } = texts;
  return (
    <Form id="hand-over-form" work={() => work.seal()}>
      <Recipient work={work} chosen={chosen} />
      <PartChoices seen={seen} chosen={chosen} fault={work.faults.value.parts ?? ''} />
      <Consent seen={seen} chosen={chosen} fault={work.faults.value.consent ?? ''} />
      <div class="field">
        <label for="hand-over-words">{handOver.words}</label>
        <p class="help" id="help-hand-over-words">
          {handOver.wordsHelp}
        </p>
        <textarea
          id="hand-over-words"
          rows={4}
          {...ownText}
          aria-describedby="help-hand-over-words"
          value={chosen.words.value}
          onInput={({ currentTarget }) => {
            chosen.words.value = currentTarget.value;
          }}
        />
      </div>
      <DocumentLanguage chosen={chosen} />
      {work.preview.value !== null && <Preview text={work.preview.value} />}
      <p class="actions">
        <Button id="hand-over-show" work={() => work.show()}>
          {handOver.preview}
        </Button>
        <button type="submit" class="button" id="hand-over-seal">
          {handOver.seal}
        </button>
      </p>
      <p id="hand-over-state" role="status">
        {work.told}
      </p>
      {chosen.sealed.value && <Handed sealed={chosen.sealed.value} reference={opened.reference} />}
    </Form>
  );
}

function Recipient({ work, chosen }: { work: HandOver; chosen: Chosen }) {
  const { handOver } = texts;
  const fault = work.faults.value.key ?? '';
  return (
    <>
      <div class="field">
        <label for="hand-over-key">{handOver.key}</label>
        <p class="help" id="help-hand-over-key">
          {handOver.keyHelp}
        </p>
        <Fault id="error-hand-over-key" sentence={fault} />
        <textarea
          id="hand-over-key"
          class="code"
          rows={4}
          {...ownWords}
          {...invalid(fault)}
          aria-describedby="help-hand-over-key error-hand-over-key"
          value={chosen.key.value}
          onInput={({ currentTarget }) => {
            chosen.key.value = currentTarget.value;
          }}
        />
      </div>
      <div class="field">
        <label for="hand-over-file">{handOver.file}</label>
        <input
          id="hand-over-file"
          type="file"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) void work.takeFile(file);
          }}
        />
      </div>
      <p class="actions">
        <Button id="hand-over-judge" work={() => work.judge()}>
          {handOver.judge}
        </Button>
      </p>
      {chosen.keys && <Keys keys={chosen.keys} />}
    </>
  );
}

/** Whose key it is, for comparing. */
function Keys({ keys }: { keys: readonly OutsideKey[] }) {
  const { handOver } = texts;
  return (
    <div id="hand-over-keys" class="note">
      <p>{plural(handOver, 'judged', keys.length)}</p>
      <ul>
        {keys.map(({ fingerprint, userIds, expiresAt }) => (
          <li key={fingerprint}>
            {userIds.map((userId) => (
              <p>
                <strong>
                  <Name>{userId}</Name>
                </strong>
              </p>
            ))}
            <p class="fingerprint">{fillIn(handOver.fingerprint, { fingerprint: inGroups(fingerprint) })}</p>
            {expiresAt !== null && (
              <p class="help">
                {fillIn(handOver.until, { day: formatDayOf(new Date(expiresAt), language) })}
              </p>
            )}
          </li>
        ))}
      </ul>
      <p>{handOver.compare}</p>
    </div>
  );
}

const inGroups = (fingerprint: string) => (fingerprint.match(/.{1,4}/g) ?? []).join(' ');

function DocumentLanguage({ chosen }: { chosen: Chosen }) {
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  return (
    <div class="field">
      <label for="hand-over-language">{texts.handOver.language}</label>
      <select
        id="hand-over-language"
        autocomplete="off"
        value={chosen.language.value}
        onChange={({ currentTarget }) => {
          chosen.language.value = currentTarget.value as LanguageCode;
        }}
      >
        {languageCodes.map((code) => (
          <option key={code} value={code}>
            {languages.of(code)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Preview({ text }: { text: string }) {
  const { handOver } = texts;
  return (
    <div class="field">
      <label for="hand-over-preview">{handOver.previewTitle}</label>
      <p class="help" id="help-hand-over-preview">
        {handOver.previewHelp}
      </p>
      <textarea
        id="hand-over-preview"
        class="code"
        rows={14}
        readOnly
        {...ownText}
        aria-describedby="help-hand-over-preview"
        value={text}
      />
      <p class="help">{formatBytes(new TextEncoder().encode(text).length, language)}</p>
    </div>
  );
}
