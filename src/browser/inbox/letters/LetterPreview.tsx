// How a letter reads in a real case.
import { useSignal } from '@preact/signals';
import type { Letter } from '../../../disclosure/letters.ts';
import { type TeamCase, teamCaseSchema } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { type LanguageCode, languageCodes } from '../../../i18n/languages.ts';
import { askTeam } from '../../api/team.ts';
import { Fault } from '../base/controls.tsx';
import { language, sentenceFor, texts } from '../base/page.ts';
import { factsOfLetter } from '../case/letter-facts.ts';
import { heads } from '../list/heads.ts';

/** So many cases are offered. */
const MOST = 50;

export function LetterPreview({ letter }: { letter: Letter }) {
  const { letters } = texts;
  const view = useSignal<TeamCase | null>(null);
  const fault = useSignal('');
  const languages = new Intl.DisplayNames(language, { type: 'language' });
  const choose = async (reference: string) => {
    view.value = null;
    fault.value = '';
    if (reference === '') return;
    const answer = await askTeam('GET', `cases/${reference}`, teamCaseSchema);
    if (answer.ok) view.value = answer.value;
    else fault.value = sentenceFor(answer.problem, answer.number);
  };
  return (
    <div class="field">
      <label for="letter-case">{letters.preview}</label>
      <Fault id="error-letter-case" sentence={fault.value} />
      <select
        id="letter-case"
        autocomplete="off"
        aria-describedby="help-letter-case error-letter-case"
        onChange={({ currentTarget }) => void choose(currentTarget.value)}
      >
        <option value="">{letters.previewChoose}</option>
        {[...heads.value.values()].slice(0, MOST).map(({ reference, title }) => (
          <option key={reference} value={reference}>
            {`${reference} ${title}`}
          </option>
        ))}
      </select>
      <p class="help" id="help-letter-case">
        {letters.previewHelp}
      </p>
      {view.value &&
        languageCodes.map((code) => (
          <section key={code} aria-label={`${letters.preview} (${languages.of(code)})`}>
            <pre class="letter-preview" lang={code} tabIndex={0}>
              {view.value && filled(letter, view.value, code)}
            </pre>
          </section>
        ))}
    </div>
  );
}

function filled({ text }: Letter, view: TeamCase, code: LanguageCode): string {
  const date = view.fixExpectedAt?.slice(0, 10) ?? '';
  const known = { date, reward: view.reward ?? Number.NaN, knownSince: null };
  return fillIn(text[code], factsOfLetter(view, known, code));
}
