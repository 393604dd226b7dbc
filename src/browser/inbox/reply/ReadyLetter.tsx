// Ready-made letters: in the reporter's language or another, filled in with what is known of the case, and editable.
import { useSignal } from '@preact/signals';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import type { ReplyName } from '../../../handover/inbox.ts';
import { type LanguageCode, languageCodes } from '../../../i18n/languages.ts';
import { Button } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { language, texts } from '../base/page.ts';
import type { Reply } from '../case/reply.ts';

/** In the order in which they are offered. */
const letters = [
  'received',
  'needInformation',
  'confirmed',
  'duplicate',
  'notVulnerability',
  'fixed',
  'thanks',
] as const satisfies ReplyName[];

export function ReadyLetter({ view, reply }: { view: TeamCase; reply: Reply }) {
  const { compose, replyNames } = texts;
  const name = useSignal<ReplyName | ''>('');
  const ofLetter = useSignal<LanguageCode>(view.language);
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  const insert = () => {
    if (name.value === '') focusOn('compose-ready');
    else reply.insert(name.value, ofLetter.value);
  };
  return (
    <div class="ready">
      <div class="field">
        <label for="compose-ready">{compose.ready}</label>
        <select
          id="compose-ready"
          value={name.value}
          onChange={({ currentTarget }) => {
            name.value = currentTarget.value as ReplyName | '';
          }}
        >
          <option value="">{compose.readyNone}</option>
          {letters.map((one) => (
            <option key={one} value={one}>
              {replyNames[one]}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="compose-language">{compose.readyLanguage}</label>
        <select
          id="compose-language"
          value={ofLetter.value}
          onChange={({ currentTarget }) => {
            ofLetter.value = currentTarget.value as LanguageCode;
          }}
        >
          {languageCodes.map((code) => (
            <option key={code} value={code}>
              {languages.of(code)}
            </option>
          ))}
        </select>
      </div>
      <Button id="compose-insert" work={insert}>
        {compose.readyInsert}
      </Button>
    </div>
  );
}
