// The DPIA sheet: what is true of this desk by how it is made, and what the organisation answers itself.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { dayIn } from '../../../disclosure/absence.ts';
import { dpiaParts } from '../../../disclosure/dpia.ts';
import { isolated } from '../../../disclosure/foreign-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { paths } from '../../../i18n/languages.ts';
import { organisation } from '../../../organisation.ts';
import { serverNow } from '../../api/server-time.ts';
import { downloadFile } from '../../dom/download.ts';
import { Button, Fault, Form } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { offerKey } from '../base/front.ts';
import { KeptNote } from '../base/KeptNote.tsx';
import { LoadAgain } from '../base/LoadAgain.tsx';
import { dayText, language, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { OverviewState } from '../overview/overview.ts';
import { markdownOf } from './facts.ts';
import { Part } from './Part.tsx';
import { answers, conflict, fault, keptAnswers, leave, load, save, saved, settle, told } from './sheet.ts';
import { type DpiaTexts, dpiaTexts } from './texts.ts';

export function DpiaRoom() {
  const words = useSignal<DpiaTexts | 'failed' | null>(null);
  useEffect(() => {
    dpiaTexts().then(
      (loaded) => {
        words.value = loaded;
      },
      () => {
        words.value = 'failed';
      },
    );
  }, [words]);
  if (words.value === 'failed') return <LoadAgain />;
  return words.value && <Sheet words={words.value} />;
}

function Sheet({ words }: { words: DpiaTexts }) {
  const overview = useMemo(() => new OverviewState(), []);
  const isKeyHere = hasKey.value;
  useEffect(() => void overview.show(), [overview]);
  useEffect(() => {
    if (isKeyHere) void load();
  }, [isKeyHere]);
  if (!isKeyHere)
    return (
      <>
        <p>{words.noKey}</p>
        <p class="actions">
          <Button work={offerKey}>{texts.key.submitAgain}</Button>
        </p>
      </>
    );
  const retentionDays = overview.seen.value?.retentionDays;
  const record = saved.value;
  const download = () => {
    const day = dayText(dayIn(organisation.timeZone, serverNow()));
    const text = markdownOf(answers.peek(), words, { retentionDays, day });
    downloadFile(`${words.file}.md`, text, 'text/markdown');
  };
  const press = async () => {
    await save(words);
    if (conflict.peek() !== null) focusOn('dpia-conflict');
  };
  return (
    <>
      <p>{words.intro}</p>
      <p class="help">
        {words.sealed} <a href={paths.privacy[language]}>{words.notice}</a>.
      </p>
      <KeptNote name="dpia" draft={keptAnswers()} throwAway={leave} />
      {record?.doubt && (
        <p class="note warning">{fillIn(words.doubts[record.doubt], { who: isolated(record.by) })}</p>
      )}
      <Form id="dpia-form" class="dpia-form" work={press}>
        {conflict.value && (
          <section
            id="dpia-conflict"
            class="note warning"
            tabIndex={-1}
            aria-labelledby="dpia-conflict-title"
          >
            <h3 id="dpia-conflict-title">{fillIn(words.conflict, { who: isolated(conflict.value.by) })}</h3>
            <p>{words.conflictText}</p>
            <p class="actions">
              <Button id="dpia-mine" work={() => settle('mine')}>
                {words.keepMine}
              </Button>
              <Button id="dpia-theirs" work={() => settle('theirs')}>
                {words.takeTheirs}
              </Button>
            </p>
          </section>
        )}
        {dpiaParts.map((part) => (
          <Part key={part} part={part} words={words} retentionDays={retentionDays} />
        ))}
        <Fault id="error-dpia" sentence={fault.value} />
        <p class="actions">
          <button type="submit" class="button" id="dpia-save" disabled={record === null}>
            {words.save}
          </button>
          <Button id="dpia-markdown" work={download}>
            {words.markdown}
          </Button>
          <Button id="dpia-print" work={() => print()}>
            {words.print}
          </Button>
          <span id="dpia-state" role="status">
            {told}
          </span>
        </p>
      </Form>
    </>
  );
}
