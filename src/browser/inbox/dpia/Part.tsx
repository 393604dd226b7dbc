// One part of the sheet: its facts, and the answer to it.
import { type DpiaPart, dpiaLimits } from '../../../disclosure/dpia.ts';
import { Field, filledIn } from '../base/Field.tsx';
import { ownText } from '../base/typed-fields.ts';
import { factsOf } from './facts.ts';
import { answers, conflict, write } from './sheet.ts';
import type { DpiaTexts } from './texts.ts';

interface Props {
  part: DpiaPart;
  words: DpiaTexts;
  retentionDays: number | undefined;
}

export function Part({ part, words, retentionDays }: Props) {
  const { title, ask } = words.parts[part];
  const theirs = conflict.value?.parts[part];
  const answer = answers.value[part];
  const id = `dpia-${part}`;
  return (
    <section aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`} class="block-title">
        {title}
      </h3>
      <ul class="dpia-facts">
        {factsOf(part, words, retentionDays).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {theirs !== undefined && (
        <div class="note warning">
          <p>{words.theirs}</p>
          <pre tabIndex={0}>{theirs}</pre>
        </div>
      )}
      <Field id={id} label={words.own} help={ask}>
        <textarea
          rows={5}
          maxLength={dpiaLimits.answer}
          {...ownText}
          {...filledIn(id)}
          value={answer}
          onInput={({ currentTarget }) => write(part, currentTarget.value)}
        />
        {/* On paper all of it stands there, however small the field was. */}
        <p class="dpia-printed">{answer.trim() === '' ? words.unanswered : answer}</p>
      </Field>
    </section>
  );
}
