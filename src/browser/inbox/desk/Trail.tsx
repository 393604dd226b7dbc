// Who did what, with what is wrong with it said first.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatRelative } from '../../../i18n/relative.ts';
import type { CheckedEntry, TrailEntry } from '../../../log/trail.ts';
import { exactMomentHere } from '../../dom/moment-here.ts';
import { Block, Button, Name } from '../base/controls.tsx';
import { nowOnPage } from '../base/now.ts';
import { language, plural, texts } from '../base/page.ts';
import { shortName } from '../base/short-name.ts';
import { TrailState } from './trail.ts';

export function Trail() {
  const trail = useMemo(() => new TrailState(), []);
  const said = useSignal('');
  useEffect(() => void trail.more(), [trail]);
  const words = texts.desk.trail;
  const entries = trail.entries.value;
  const save = async () => {
    said.value = (await trail.save('trail.txt')) ? words.downloaded : '';
  };
  return (
    <Block id="trail-title" title={words.title}>
      <p class="help">{words.intro}</p>
      {entries && <Verdict trail={trail} entries={entries} />}
      <p class="error" role="alert" hidden={trail.fault.value === ''}>
        {trail.fault.value}
      </p>
      {entries === null && trail.fault.value === '' && <p role="status">{words.loading}</p>}
      {entries?.length === 0 && <p>{words.none}</p>}
      <ol id="trail" class="trail">
        {entries?.map((one) => (
          <Line key={one.number} line={one} />
        ))}
      </ol>
      <p class="desk-acts">
        {(trail.hasMore.value || trail.fault.value !== '') && (
          <Button id="trail-more" work={() => trail.more()}>
            {words.more}
          </Button>
        )}
        {entries && entries.length > 0 && (
          <Button id="trail-save" work={save}>
            {words.download}
          </Button>
        )}
      </p>
      <p role="status">{said}</p>
    </Block>
  );
}

/** Whether all of it holds. */
function Verdict({ trail, entries }: { trail: TrailState; entries: readonly CheckedEntry[] }) {
  const words = texts.desk.trail;
  const broken = entries.filter(({ fault }) => fault !== null).length;
  const lost = trail.lost.value;
  const signatures = trail.signatures.value;
  const alarms = [
    ...(lost === null ? [] : [fillIn(words.shorter, { number: String(lost) })]),
    ...(broken === 0 ? [] : [plural(words, 'broken', broken)]),
  ];
  return (
    <div id="trail-verdict">
      {alarms.map((sentence) => (
        <p key={sentence} class="note warning" role="alert">
          {sentence}
        </p>
      ))}
      {signatures !== 'checked' && (
        <p class="note">{signatures === 'unchecked' ? words.unchecked : words.noKeys}</p>
      )}
      {alarms.length === 0 && signatures === 'checked' && entries.length > 0 && (
        <p class="trail-holds">{words.holds}</p>
      )}
    </div>
  );
}

function Line({ line: { number, entry, fault } }: { line: CheckedEntry }) {
  const words = texts.desk.trail;
  return (
    <li class={fault === null ? undefined : 'trail-broken'}>
      {entry ? <What entry={entry} /> : fillIn(words.number, { number: String(number) })}
      {fault !== null && <strong class="trail-fault">{words.faults[fault]}</strong>}
    </li>
  );
}

/** In a record it is the exact moment that must be in sight, on paper too; how long ago that is stands behind it. */
function ExactMoment({ at }: { at: string }) {
  return (
    <time dateTime={at} class="behind" tabIndex={0}>
      {exactMomentHere(at, language)}
      <span class="whole"> {formatRelative(Date.parse(at), nowOnPage(), language)}</span>
    </time>
  );
}

/** Acts after which there is no case to go to. */
const GONE: readonly TrailEntry['act'][] = ['erased', 'erased-spam'];

function What({ entry: { at, name, act, reference } }: { entry: TrailEntry }) {
  return (
    <>
      <span class="trail-when">
        <ExactMoment at={new Date(at).toISOString()} />
      </span>
      <span class="trail-who">
        <Name>{shortName(name)}</Name> {texts.desk.trail.acts[act]}
      </span>
      <span class="reference">
        {reference !== null && (GONE.includes(act) ? reference : <a href={`#${reference}`}>{reference}</a>)}
      </span>
    </>
  );
}
