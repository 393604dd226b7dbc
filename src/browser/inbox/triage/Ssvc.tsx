import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { decisionOf, type SsvcAnswers, type SsvcQuestion, ssvcQuestions } from '../../../disclosure/ssvc.ts';
import type { Triage } from '../../../disclosure/triage.ts';
import { Button, Fault, Form, invalid } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { plural, texts } from '../base/page.ts';
import type { TriageDraft } from '../case/triage-drafts.ts';
import type { CaseTriage } from './case-triage.ts';
import { closeFold } from './close-fold.ts';

interface Props {
  triage: Triage;
  work: CaseTriage;
  draft: TriageDraft;
}

/** Each question with an answer in words for each that there is. */
type Questions = {
  [Name in SsvcQuestion]: {
    question: string;
    options: Record<(typeof ssvcQuestions)[Name][number], string>;
  };
};
const questions: Questions = texts.triage.ssvc.questions;
const names = Object.keys(ssvcQuestions) as SsvcQuestion[];

/** What to do about it and how soon, by four plain questions (SSVC as CISA decides by it). */
export function Ssvc({ triage, work, draft }: Props) {
  const words = texts.triage.ssvc;
  const fault = useSignal('');
  const fold = useRef<HTMLDetailsElement>(null);
  const answers = draft.fields.value.ssvc ?? triage.ssvc ?? {};
  const whole = wholeOf(answers);
  const left = names.filter((name) => answers[name] === undefined);
  const save = async () => {
    fault.value = whole ? '' : words.incomplete;
    if (!whole) return focusOn(`ssvc-${left[0]}-${ssvcQuestions[left[0] ?? 'exploitation'][0]}`);
    const isSaved = await work.save({ kind: 'ssvc', ssvc: whole });
    if (!isSaved || (draft.fields.peek().ssvc ?? answers) !== answers) return;
    draft.change({ ssvc: undefined });
    closeFold(fold.current);
  };
  const remove = async () => {
    if (!(await work.save({ kind: 'ssvc', ssvc: null }))) return;
    draft.change({ ssvc: undefined });
    closeFold(fold.current);
  };
  return (
    <div class="triage-part">
      <h4>{words.title}</h4>
      <p id="ssvc-decision">
        {triage.ssvc === null ? <span class="help">{words.none}</span> : <Decision answers={triage.ssvc} />}
      </p>
      <details id="ssvc-edit" ref={fold} open={draft.fields.value.ssvc !== undefined}>
        <summary>{triage.ssvc === null ? words.edit : words.change}</summary>
        <Form id="ssvc-form" work={save}>
          <Fault id="error-ssvc" sentence={fault.value} />
          {names.map((name) => (
            <Question
              key={name}
              name={name}
              value={answers[name] ?? ''}
              isMissing={fault.value !== '' && name === left[0]}
              answer={(value) => {
                fault.value = '';
                draft.change({ ssvc: { ...answers, [name]: value } });
              }}
            />
          ))}
          <p class="outcome" id="ssvc-outcome" role="status">
            {whole ? <Decision answers={whole} /> : plural(words, 'left', left.length)}
          </p>
          <p class="actions">
            <button type="submit" class="quiet" id="ssvc-save">
              {words.save}
            </button>
            {triage.ssvc !== null && (
              <Button id="ssvc-remove" work={remove}>
                {words.remove}
              </Button>
            )}
          </p>
        </Form>
      </details>
    </div>
  );
}

function Decision({ answers }: { answers: SsvcAnswers }) {
  const { decisions, meaning } = texts.triage.ssvc;
  const decision = decisionOf(answers);
  return (
    <>
      <strong class="decision" data-decision={decision} translate={false} lang="en">
        {decisions[decision]}
      </strong>{' '}
      {meaning[decision]}
    </>
  );
}

interface QuestionProps {
  name: SsvcQuestion;
  value: string;
  isMissing: boolean;
  answer: (value: string) => void;
}

function Question({ name, value, isMissing, answer }: QuestionProps) {
  const { question } = questions[name];
  const options: Record<string, string> = questions[name].options;
  return (
    <fieldset class="choices">
      <legend>{question}</legend>
      {ssvcQuestions[name].map((one, index) => (
        <div key={one} class="check">
          <input
            type="radio"
            name={`ssvc-${name}`}
            id={`ssvc-${name}-${one}`}
            {...invalid(isMissing && index === 0 ? question : '')}
            {...(isMissing ? { 'aria-describedby': 'error-ssvc' } : {})}
            checked={value === one}
            onChange={() => answer(one)}
          />
          <label for={`ssvc-${name}-${one}`}>{options[one]}</label>
        </div>
      ))}
    </fieldset>
  );
}

/** The answers, where all are there. */
function wholeOf(answers: Partial<SsvcAnswers>): SsvcAnswers | null {
  const { exploitation, automatable, technicalImpact, mission } = answers;
  return exploitation && automatable && technicalImpact && mission
    ? { exploitation, automatable, technicalImpact, mission }
    : null;
}
