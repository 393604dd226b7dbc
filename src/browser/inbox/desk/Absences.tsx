// Who is away when, and who stands in: everybody sees it, and anybody can change it.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { dayIn, isAway } from '../../../disclosure/absence.ts';
import type { Absence } from '../../../disclosure/desk-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { organisation } from '../../../organisation.ts';
import { serverNow } from '../../api/server-time.ts';
import { Block, Button, Fault, Form, invalid, Name } from '../base/controls.tsx';
import { focusOn, focusSoon } from '../base/focus.ts';
import { colleagueName, dayText, facts, texts } from '../base/page.ts';
import { session } from '../base/session.ts';
import { shortName } from '../base/short-name.ts';
import { AbsenceState } from './absences.ts';

const WHO = 'absence-who';

export function Absences() {
  const state = useMemo(() => new AbsenceState(), []);
  useEffect(() => void state.load(), [state]);
  const words = texts.desk.absences;
  const absences = state.absences.value;
  return (
    <Block id="absences-title" title={words.title}>
      <p class="help">{words.intro}</p>
      {absences?.length === 0 && <p>{words.none}</p>}
      <ul id="absences" class="absences">
        {absences?.map((one) => (
          <Row key={JSON.stringify(one)} absence={one} state={state} />
        ))}
      </ul>
      <p role="status" id="absence-done" tabIndex={-1}>
        {state.done}
      </p>
      {facts.team.length < 2 ? <p class="note">{words.alone}</p> : <Fields state={state} />}
    </Block>
  );
}

function Row({ absence, state }: { absence: Absence; state: AbsenceState }) {
  const words = texts.desk.absences;
  const { fingerprint, standIn, from, until } = absence;
  const name = shortName(colleagueName(fingerprint));
  const isNow = isAway(fingerprint, [absence], dayIn(organisation.timeZone, serverNow()));
  const change = () => {
    state.change(absence);
    focusOn(WHO);
  };
  const remove = async () => {
    await state.remove(absence);
    focusOn('absence-done');
  };
  const row = fillIn(words.row, {
    ...{ from: dayText(from), until: dayText(until), standIn: shortName(colleagueName(standIn)) },
  });
  return (
    <li>
      <strong>
        <Name>{name}</Name>
      </strong>{' '}
      {isNow && <span class="tag tag-notice">{words.now}</span>}
      <span class="absence-when">
        <Name>{row}</Name>
      </span>
      <span class="desk-acts">
        <Button work={change}>
          {words.change}
          <span class="unseen">{fillIn(words.of, { name })}</span>
        </Button>
        <Button work={remove}>
          {words.remove}
          <span class="unseen">{fillIn(words.of, { name })}</span>
        </Button>
      </span>
    </li>
  );
}

function Fields({ state }: { state: AbsenceState }) {
  const words = texts.desk.absences;
  const { absence, instead } = state.draft.value;
  const me = session.value?.fingerprint ?? '';
  const who = absence.fingerprint || me;
  const faults = state.fieldFaults.value;
  const save = async () => {
    state.fill({ fingerprint: who });
    await state.save();
    if (Object.keys(state.fieldFaults.peek()).length > 0)
      focusSoon(() => document.querySelector<HTMLElement>('#absence-form [aria-invalid]'));
    else if (state.fault.peek() === '') focusOn('absence-done');
  };
  return (
    <Form id="absence-form" class="absence-form" work={save}>
      <h4>{instead === null ? words.add : words.edit}</h4>
      <Select id={WHO} label={words.who} value={who} pick={(fingerprint) => state.fill({ fingerprint })}>
        {facts.team.map(({ fingerprint, name }) => (
          <option key={fingerprint} value={fingerprint}>
            {fingerprint === me ? fillIn(words.me, { name: shortName(name) }) : shortName(name)}
          </option>
        ))}
      </Select>
      <Day
        id="absence-from"
        label={words.from}
        value={absence.from}
        fault={faults.from}
        fill={(from) => state.fill({ from })}
      />
      <Day
        id="absence-until"
        label={words.until}
        value={absence.until}
        fault={faults.until}
        fill={(until) => state.fill({ until })}
      />
      <Select
        id="absence-stand-in"
        label={words.standIn}
        value={absence.standIn}
        fault={faults.standIn}
        pick={(standIn) => state.fill({ standIn })}
      >
        <option value="">{words.choose}</option>
        {facts.team
          .filter(({ fingerprint }) => fingerprint !== who)
          .map(({ fingerprint, name }) => (
            <option key={fingerprint} value={fingerprint}>
              {shortName(name)}
            </option>
          ))}
      </Select>
      <Fault id="absence-fault" sentence={state.fault.value} />
      <p class="desk-acts">
        <button type="submit" class="button" id="absence-submit">
          {words.submit}
        </button>
        {instead !== null && (
          <Button id="absence-cancel" work={() => state.clear()}>
            {words.cancel}
          </Button>
        )}
      </p>
    </Form>
  );
}

interface FieldProps {
  id: string;
  label: string;
  value: string;
  fault?: string | undefined;
}

function Day({ id, label, value, fault = '', fill }: FieldProps & { fill: (day: string) => void }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <Fault id={`error-${id}`} sentence={fault} />
      <input
        type="date"
        id={id}
        value={value}
        {...invalid(fault)}
        aria-describedby={`error-${id}`}
        onInput={({ currentTarget }) => fill(currentTarget.value)}
      />
    </div>
  );
}

function Select(props: FieldProps & { pick: (value: string) => void; children: ComponentChildren }) {
  const { id, label, value, fault = '', pick, children } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <Fault id={`error-${id}`} sentence={fault} />
      <select
        id={id}
        value={value}
        {...invalid(fault)}
        aria-describedby={`error-${id}`}
        onChange={({ currentTarget }) => pick(currentTarget.value)}
      >
        {children}
      </select>
    </div>
  );
}
