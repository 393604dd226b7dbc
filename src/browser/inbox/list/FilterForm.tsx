// What the list is asked for: words to search for, and choices that unfold.
import { signal } from '@preact/signals';
import { caseStatuses } from '../../../disclosure/case.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button, Form } from '../base/controls.tsx';
import { leaveTo } from '../base/leave-field.ts';
import { texts } from '../base/page.ts';
import { ownWords } from '../base/typed-fields.ts';
import type { CaseList } from './list.ts';
import { anyCase, countOf, type Question, severities, urgencies, whose } from './question.ts';

/** Whether the choices are unfolded. */
const isUnfolded = signal(false);

export function FilterForm({ list }: { list: CaseList }) {
  const asked = list.question.value;
  const count = countOf(asked);
  const { filters, filtersOn, clear, search, searchHelp } = texts.list;
  return (
    <Form id="filter" class="filter" work={() => undefined}>
      <label class="unseen" for="filter-code">
        {search}
      </label>
      <input
        id="filter-code"
        type="search"
        {...ownWords}
        maxLength={200}
        placeholder={search}
        aria-describedby="help-filter-code"
        value={asked.words}
        onInput={({ currentTarget }) => list.ask({ words: currentTarget.value })}
      />
      <p class="unseen" id="help-filter-code">
        {searchHelp}
      </p>
      <Button
        id="filter-unfold"
        aria-expanded={isUnfolded.value}
        aria-controls="filter-choices"
        work={() => {
          isUnfolded.value = !isUnfolded.peek();
        }}
      >
        {count === 0 ? filters : fillIn(filtersOn, { count })}
      </Button>
      {count > 0 && (
        <Button id="filter-clear" work={() => list.ask({ ...anyCase, words: asked.words })}>
          {clear}
        </Button>
      )}
      <Choices list={list} asked={asked} />
    </Form>
  );
}

function Choices({ list, asked }: { list: CaseList; asked: Question }) {
  const { who, whose: ofWhom, due, urgencies: urgent, severity, severities: severe } = texts.list;
  const { label, anyLabel, status, states } = texts.list;
  const stateOptions = [
    ['', states.any],
    ['open', states.open],
    ...caseStatuses.filter((one) => one !== 'closed').map((one) => [one, texts.statuses[one]]),
    ['to-close', states['to-close']],
    ['closed', texts.statuses.closed],
    ['all', states.all],
  ] as [string, string][];
  const labels = [...new Set([...list.labels.value, ...(asked.label === '' ? [] : [asked.label])])];
  const ask = (name: keyof Question) => (value: string) => list.ask({ [name]: value });
  return (
    <div id="filter-choices" class="filter-choices" hidden={!isUnfolded.value} {...leaveTo('filter-unfold')}>
      <Select
        id="filter-status"
        name={status}
        value={asked.state}
        options={stateOptions}
        change={ask('state')}
      />
      <Select
        id="filter-who"
        name={who}
        value={asked.who}
        options={[['', ofWhom.any], ...whose.map((one): [string, string] => [one, ofWhom[one]])]}
        change={ask('who')}
      />
      <Select
        id="filter-due"
        name={due}
        value={asked.due}
        options={[['', urgent.any], ...urgencies.map((one): [string, string] => [one, urgent[one]])]}
        change={ask('due')}
      />
      <Select
        id="filter-severity"
        name={severity}
        value={asked.severity}
        options={[['', severe.any], ...severities.map((one): [string, string] => [one, severe[one]])]}
        change={ask('severity')}
      />
      <Select
        id="filter-label"
        name={label}
        value={asked.label}
        options={[['', anyLabel], ...labels.map((one): [string, string] => [one, one])]}
        change={ask('label')}
      />
      <div class="check">
        <input
          type="checkbox"
          id="filter-untouched"
          aria-describedby="help-filter-untouched"
          checked={asked.isUntouched}
          onChange={({ currentTarget }) => list.ask({ isUntouched: currentTarget.checked })}
        />
        <label for="filter-untouched">{texts.spam.filter}</label>
        <p class="help" id="help-filter-untouched">
          {texts.spam.filterHelp}
        </p>
      </div>
    </div>
  );
}

interface SelectProps {
  id: string;
  name: string;
  value: string;
  /** Value and words of each. */
  options: readonly [string, string][];
  change: (value: string) => void;
}

function Select({ id, name, value, options, change }: SelectProps) {
  return (
    <div class="field">
      <label for={id}>{name}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => change(currentTarget.value)}>
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
