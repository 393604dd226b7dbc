import { useEffect, useMemo } from 'preact/hooks';
import type { Triage } from '../../../disclosure/triage.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button, Fault } from '../base/controls.tsx';
import { leaveTo } from '../base/leave-field.ts';
import { dayOfText, plural, texts } from '../base/page.ts';
import { ownWords } from '../base/typed-fields.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { TriageDraft } from '../case/triage-drafts.ts';
import { heads } from '../list/heads.ts';
import { CaseLinks } from './CaseLinks.tsx';
import type { CaseTriage } from './case-triage.ts';
import { Duplicates } from './duplicates.ts';
import { findCases } from './find-cases.ts';
import { SimilarCases } from './SimilarCases.tsx';

interface Props {
  opened: OpenedCase;
  triage: Triage;
  work: CaseTriage;
  draft: TriageDraft;
}

/** Which case told the same before, and which did after it. */
export function DuplicatesPart({ opened, triage, work, draft }: Props) {
  const words = texts.triage.duplicates;
  const duplicates = useMemo(() => new Duplicates(opened, work), [opened, work]);
  const { duplicateOf } = triage;
  useEffect(() => {
    void duplicates.look(duplicateOf);
  }, [duplicates, duplicateOf]);
  const name = async (reference: string) => {
    if (await duplicates.name(reference, duplicateOf)) draft.change({ search: undefined });
  };
  const since = opened.knownSince.value;
  return (
    <div class="triage-part" {...leaveTo('duplicates-title')}>
      <h4 id="duplicates-title" tabIndex={-1}>
        {words.title}
      </h4>
      {duplicateOf === null && triage.duplicates.length === 0 && <p class="help">{words.none}</p>}
      {duplicateOf !== null && (
        <div id="duplicate-of">
          <p>
            {words.original} <a href={`#${duplicateOf}`}>{duplicateOf}</a>
            {since !== null && `, ${fillIn(words.known, { day: dayOfText(since) })}`}
          </p>
          <p class="actions">
            <Button id="duplicate-remove" work={() => duplicates.takeBack(duplicateOf)}>
              {words.remove}
            </Button>
          </p>
        </div>
      )}
      {triage.duplicates.length > 0 && (
        <p id="duplicate-copies">
          {words.copies}{' '}
          {triage.duplicates.map((reference, index) => (
            <span key={reference}>
              {index > 0 && ', '}
              <a href={`#${reference}`}>{reference}</a>
            </span>
          ))}
        </p>
      )}
      <HalfWritten duplicates={duplicates} />
      <Fault id="error-duplicate" sentence={duplicates.fault.value} />
      {duplicateOf === null && (
        <>
          <SimilarCases reference={opened.reference} without={triage.duplicates} name={name} />
          <FindOriginal reference={opened.reference} draft={draft} name={name} />
        </>
      )}
    </div>
  );
}

/** The other case doesn't say it yet. */
function HalfWritten({ duplicates }: { duplicates: Duplicates }) {
  const half = duplicates.half.value;
  const words = texts.triage.duplicates;
  if (half === null) return null;
  return (
    <div class="note warning" id="duplicate-half" role="alert">
      <p>
        {fillIn(half.why === '' ? words.halfBefore : words.half, {
          reference: half.reference,
          why: half.why,
        })}
      </p>
      <p class="actions">
        <Button id="duplicate-again" work={() => duplicates.again()}>
          {words.again}
        </Button>
      </p>
    </div>
  );
}

interface FindProps {
  reference: string;
  draft: TriageDraft;
  name: (reference: string) => Promise<void>;
}

function FindOriginal({ reference, draft, name }: FindProps) {
  const words = texts.triage.duplicates;
  const typed = draft.fields.value.search ?? '';
  const found = findCases(typed, heads.value, reference);
  return (
    <details id="duplicate-edit">
      <summary>{words.edit}</summary>
      <div class="field">
        <label for="duplicate-search">{words.field}</label>
        <p class="help" id="help-duplicate">
          {words.help}
        </p>
        <input
          id="duplicate-search"
          type="search"
          {...ownWords}
          aria-describedby="help-duplicate"
          value={typed}
          onInput={({ currentTarget }) => draft.change({ search: currentTarget.value })}
        />
      </div>
      <p role="status" class="help">
        {typed.trim() === '' ? '' : plural(words, 'found', found.length)}
      </p>
      <ul class="found-cases" id="duplicate-found">
        {found.map((one) => (
          <li key={one.reference}>
            <CaseLinks reference={one.reference} title={one.title} name={name} />
          </li>
        ))}
      </ul>
    </details>
  );
}
