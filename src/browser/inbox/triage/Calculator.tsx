// The base metrics of CVSS as plain questions, or a vector to paste. Loaded when somebody sets a severity.
import { useSignal } from '@preact/signals';
import { ratingOf, takenOver } from '../../../disclosure/rating.ts';
import { severityOf } from '../../../disclosure/severity.ts';
import { type Triage, triageLimits } from '../../../disclosure/triage.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button, Fault, Form, invalid } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { plural, texts } from '../base/page.ts';
import { ownWords } from '../base/typed-fields.ts';
import type { TriageFields } from '../case/kept-triage.ts';
import type { TriageDraft } from '../case/triage-drafts.ts';
import type { CaseTriage } from './case-triage.ts';
import {
  answersIn,
  type CvssVersion,
  cvssVersions,
  metricsOf,
  unanswered,
  valuesOf,
  vectorOf,
} from './cvss-form.ts';
import { scoreText } from './score-text.ts';

interface Props {
  triage: Triage;
  theirs: string;
  work: CaseTriage;
  draft: TriageDraft;
  /** Hears that it is saved. */
  done: () => void;
}

export function Calculator({ triage, theirs, work, draft, done }: Props) {
  const words = texts.triage.severity;
  const fault = useSignal('');
  const current = draft.fields.value.cvss ?? startWith(triage.cvss);
  const { version, answers, vector } = current;
  const offered = takenOver(theirs);
  const set = (next: Partial<Current>) => {
    fault.value = '';
    draft.change({ cvss: { ...current, ...next } });
  };
  const answer = (metric: string, value: string) => {
    const next = { ...answers, [metric]: value };
    set({ answers: next, vector: vectorOf(version, next, vector) });
  };
  const save = async () => {
    const severity = severityOf(vector.trim());
    fault.value = severity ? '' : words.wrong;
    if (!severity) return focusOn('cvss-vector');
    const isSaved = await work.save({ kind: 'severity', cvss: vector.trim(), score: severity.score });
    if (!isSaved || (draft.fields.peek().cvss ?? current) !== current) return;
    draft.change({ cvss: undefined });
    done();
  };
  const remove = async () => {
    if (!(await work.save({ kind: 'severity', cvss: '', score: null }))) return;
    draft.change({ cvss: undefined });
    done();
  };
  return (
    <Form id="severity-form" work={save}>
      <fieldset class="choices cvss-version">
        <legend>{words.version}</legend>
        {cvssVersions.map((one) => (
          <div key={one} class="check">
            <input
              type="radio"
              name="cvss-version"
              id={`cvss-version-${one}`}
              checked={version === one}
              onChange={() => set(startWith('', one))}
            />
            <label for={`cvss-version-${one}`}>{fillIn(words.versionName, { version: one })}</label>
          </div>
        ))}
      </fieldset>
      {metricsOf(version).map((metric) => (
        <Question
          key={`${version}${metric}`}
          version={version}
          metric={metric}
          value={answers[metric] ?? ''}
          answer={(value) => answer(metric, value)}
        />
      ))}
      <p class="outcome" id="cvss-outcome" role="status">
        {outcomeOf(current)}
      </p>
      <div class="field">
        <label for="cvss-vector">{words.vector}</label>
        <p class="help" id="help-cvss">
          {words.vectorHelp}
        </p>
        <Fault id="error-cvss" sentence={fault.value} />
        <input
          id="cvss-vector"
          class="code"
          maxLength={triageLimits.cvss}
          {...ownWords}
          {...invalid(fault.value)}
          aria-describedby="help-cvss error-cvss"
          value={vector}
          onInput={({ currentTarget: { value } }) =>
            set({ ...(answersIn(value.trim()) ?? {}), vector: value })
          }
        />
      </div>
      <p class="actions">
        <button type="submit" class="quiet" id="severity-save">
          {words.save}
        </button>
        {offered !== '' && offered !== vector && answersIn(offered) && (
          <Button id="severity-theirs-take" work={() => set(startWith(offered))}>
            {words.copyTheirs}
          </Button>
        )}
        {triage.cvss !== '' && (
          <Button id="severity-remove" work={remove}>
            {words.remove}
          </Button>
        )}
      </p>
    </Form>
  );
}

type Current = NonNullable<TriageFields['cvss']>;

/** What stands in the form for a vector; for none the questions of a version. */
function startWith(vector: string, version: CvssVersion = '4.0'): Current {
  return { ...(answersIn(vector) ?? { version, answers: {} }), vector };
}

/** The score with its word, or how many questions are left. */
function outcomeOf({ version, answers, vector }: Current): string {
  const { severity } = texts.triage;
  const found = severityOf(vector.trim());
  if (!found) {
    const left = unanswered(version, answers);
    return left === 0 ? '' : plural(severity, 'left', left);
  }
  const rating = severity.ratings[ratingOf(found.score)];
  return fillIn(severity.result, { score: scoreText(found.score), rating });
}

interface QuestionProps {
  version: CvssVersion;
  metric: string;
  value: string;
  answer: (value: string) => void;
}

function Question({ version, metric, value, answer }: QuestionProps) {
  const asked = questions[version][metric];
  const id = `cvss-${metric}`;
  return (
    <div class="field">
      <label for={id}>{asked?.question}</label>
      <select
        id={id}
        autocomplete="off"
        value={value}
        onChange={({ currentTarget }) => answer(currentTarget.value)}
      >
        <option value="">{texts.triage.severity.choose}</option>
        {valuesOf(version, metric).map((one) => (
          <option key={one} value={one}>
            {asked?.options[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

interface Asked<Value extends string> {
  question: string;
  options: Record<Value, string>;
}
/** What 3.1 asks in another way than 4.0. */
const only31: { AC: Asked<'L' | 'H'>; UI: Asked<'N' | 'R'>; S: Asked<'U' | 'C'> } = texts.triage.severity;
const { AV, PR, VC, VI, VA } = texts.cvss;
/** By metric. What both ask is asked in the same words. */
const questions: Record<CvssVersion, Record<string, Asked<string>>> = {
  '4.0': texts.cvss,
  '3.1': { AV, AC: only31.AC, PR, UI: only31.UI, S: only31.S, C: VC, I: VI, A: VA },
};
