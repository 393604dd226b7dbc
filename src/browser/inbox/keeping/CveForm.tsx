// The form of a request for a CVE id, and the text that comes of it. Loaded when somebody opens it; nothing of it is sent.

import { fillIn } from '../../../i18n/fill-in.ts';
import { attackTypes, cveImpacts, cveRequestText, missingForCve } from '../../../publications/cve-request.ts';
import { downloadFile } from '../../dom/download.ts';
import { useBeginning } from '../base/beginning.ts';
import { CopiedText } from '../base/CopiedText.tsx';
import { Button, Form } from '../base/controls.tsx';
import { Field, filledIn } from '../base/Field.tsx';
import { language, texts } from '../base/page.ts';
import { ownText, ownWords } from '../base/typed-fields.ts';
import type { SeenCase } from '../case/seen-case.ts';
import type { CveDraft } from './cve-draft.ts';

const LINES = ['type', 'vendor', 'product', 'affected', 'fixed', 'component', 'vector'] as const;
const AFTER = ['cvss', 'discoverer'] as const;

interface Props {
  seen: SeenCase;
  draft: CveDraft;
  /** Whether somebody opened it just now. */
  isByHand: boolean;
}

export function CveForm({ seen: { view }, draft, isByHand }: Props) {
  useBeginning(isByHand, 'cve-form', 'cve-type');
  const words = texts.cve;
  const content = draft.content.value;
  const text = cveRequestText(content);
  const save = () => downloadFile(`${view.reference}-cve.txt`, text, 'text/plain');
  return (
    <Form id="cve-form" work={save}>
      <p class="help">{words.inEnglish}</p>
      {LINES.map((name) => (
        <Line key={name} name={name} draft={draft} />
      ))}
      <AttackType draft={draft} />
      <Impacts draft={draft} />
      <Area name="description" rows={4} draft={draft} />
      {AFTER.map((name) => (
        <Line key={name} name={name} draft={draft} />
      ))}
      {view.credit !== 'named' && (
        <p class="help" id="cve-nobody">
          {words.nobody}
        </p>
      )}
      <Area name="references" rows={3} draft={draft} />
      <Missing draft={draft} />
      <h4>{words.text}</h4>
      <div lang="en">
        <CopiedText name="cve" text={text} copy={words.copy} />
      </div>
      <p class="actions">
        <Button id="cve-save" work={save}>
          {words.save}
        </Button>
      </p>
    </Form>
  );
}

type LineName = (typeof LINES)[number] | (typeof AFTER)[number];

function Line({ name, draft }: { name: LineName; draft: CveDraft }) {
  const { labels, helps } = texts.cve;
  const id = `cve-${name}`;
  return (
    <Field id={id} label={labels[name]} help={helps[name]}>
      <input
        type="text"
        {...ownWords}
        {...filledIn(id)}
        value={draft.content.value[name]}
        onInput={({ currentTarget }) => draft.change({ [name]: currentTarget.value })}
      />
    </Field>
  );
}

function Area({ name, rows, draft }: { name: 'description' | 'references'; rows: number; draft: CveDraft }) {
  const { labels, helps } = texts.cve;
  const id = `cve-${name}`;
  return (
    <Field id={id} label={labels[name]} help={helps[name]}>
      <textarea
        rows={rows}
        lang="en"
        {...ownText}
        {...filledIn(id)}
        value={draft.content.value[name]}
        onInput={({ currentTarget }) => draft.change({ [name]: currentTarget.value })}
      />
    </Field>
  );
}

function AttackType({ draft }: { draft: CveDraft }) {
  const { attackType, attackTypes: names, choose } = texts.cve;
  return (
    <div class="field">
      <label for="cve-attack">{attackType}</label>
      <select
        id="cve-attack"
        autocomplete="off"
        value={draft.content.value.attackType}
        onChange={({ currentTarget }) =>
          draft.change({ attackType: attackTypes.find((one) => one === currentTarget.value) ?? '' })
        }
      >
        <option value="">{choose}</option>
        {attackTypes.map((one) => (
          <option key={one} value={one}>
            {names[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

function Impacts({ draft }: { draft: CveDraft }) {
  const { impact, impacts: names } = texts.cve;
  const { impacts } = draft.content.value;
  const set = (one: (typeof cveImpacts)[number], isChosen: boolean) =>
    draft.change({
      impacts: cveImpacts.filter((name) => (name === one ? isChosen : impacts.includes(name))),
    });
  return (
    <fieldset class="choices">
      <legend>{impact}</legend>
      {cveImpacts.map((one) => (
        <div key={one} class="check">
          <input
            type="checkbox"
            id={`cve-impact-${one}`}
            autocomplete="off"
            checked={impacts.includes(one)}
            onChange={({ currentTarget }) => set(one, currentTarget.checked)}
          />
          <label for={`cve-impact-${one}`}>{names[one]}</label>
        </div>
      ))}
    </fieldset>
  );
}

/** What no CNA gives an id without and is empty yet; the text can be had all the same. */
function Missing({ draft }: { draft: CveDraft }) {
  const { labels, missing, complete } = texts.cve;
  const names = missingForCve(draft.content.value).map((name) => labels[name]);
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
  return (
    <p id="cve-missing" role="status">
      {names.length === 0 ? complete : fillIn(missing, { fields: list })}
    </p>
  );
}
