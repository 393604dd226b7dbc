// The list of cases: what needs an answer first, then what waits, then the rest.
import { caseStatuses } from '../../../disclosure/case.ts';
import { Button, Fault, Form, invalid } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import { ownWords } from '../base/typed-fields.ts';
import { CaseRow } from './CaseRow.tsx';
import { ChooseBar, ErasedSpam } from './ChooseBar.tsx';
import type { CaseList as State } from './list.ts';
import type { Filter } from './question.ts';

interface Props {
  list: State;
  /** Hears which cases were erased. */
  whenErased: (references: readonly string[]) => void;
}

export function CaseList({ list, whenErased }: Props) {
  const { groups, hasMore, choice, erased } = list;
  const show = () => list.show();
  const erase = () => list.eraseChosen(whenErased);
  const chosen = () => {
    erased.value = '';
  };
  return (
    <section aria-labelledby="list-title">
      <h2 id="list-title" tabIndex={-1}>
        {texts.list.title}
      </h2>
      <FilterForm list={list} show={show} />
      <p id="list-status" role="status">
        {list.told}
      </p>
      <ChooseBar choice={choice} chosen={chosen} erase={erase} />
      <div id="choose-result" class="choose-result" role="status" tabIndex={-1}>
        <ErasedSpam erased={erased.value} />
      </div>
      <div id="list-cases">
        {groups.value.map(({ group, cases }) => (
          <section key={group} class={`case-group group-${group}`}>
            <h3>{texts.list.groups[group]}</h3>
            <ul class="cases">
              {cases.map((one) => (
                <CaseRow key={one.reference} one={one} choice={choice} chosen={chosen} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <p class="actions">
        <Button id="list-more" hidden={!hasMore.value} work={() => list.showMore()}>
          {texts.list.more}
        </Button>
      </p>
    </section>
  );
}

function FilterForm({ list, show }: { list: State; show: () => Promise<void> }) {
  const { code, status, isUntouched } = list.filter.value;
  const askAndShow = (fields: Partial<Filter>) => {
    list.ask(fields);
    void show();
  };
  return (
    // A question that is asked again is asked again: only the last answer counts.
    <Form id="filter" class="filter" work={() => void show()}>
      <div class="field">
        <label for="filter-code">{texts.list.search}</label>
        <input
          id="filter-code"
          {...ownWords}
          {...invalid(list.codeFault.value)}
          maxLength={15}
          aria-describedby="help-filter-code error-filter"
          value={code}
          onInput={({ currentTarget }) => list.ask({ code: currentTarget.value })}
        />
        <p class="help" id="help-filter-code">
          {texts.list.searchHelp}
        </p>
      </div>
      <div class="field">
        <label for="filter-status">{texts.list.status}</label>
        <select
          id="filter-status"
          value={status}
          onChange={({ currentTarget }) => askAndShow({ status: currentTarget.value as Filter['status'] })}
        >
          <option value="">{texts.list.all}</option>
          {caseStatuses.map((one) => (
            <option key={one} value={one}>
              {texts.statuses[one]}
            </option>
          ))}
        </select>
      </div>
      <div class="actions">
        <button type="submit" class="quiet">
          {texts.list.submit}
        </button>
        <Button id="list-refresh" work={() => void show()}>
          {texts.list.refresh}
        </Button>
      </div>
      <div class="check">
        <input
          type="checkbox"
          id="filter-untouched"
          aria-describedby="help-filter-untouched"
          checked={isUntouched}
          onChange={({ currentTarget }) => askAndShow({ isUntouched: currentTarget.checked })}
        />
        <label for="filter-untouched">{texts.spam.filter}</label>
        <p class="help" id="help-filter-untouched">
          {texts.spam.filterHelp}
        </p>
      </div>
      <Fault id="error-filter" sentence={list.codeFault.value} />
    </Form>
  );
}
