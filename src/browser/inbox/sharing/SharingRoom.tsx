// Over all cases: who can read how many of them, and giving the whole team access to all.
import { effect, useSignal } from '@preact/signals';
import { type SealedRecordName, sealedRecords } from '../../../disclosure/desk-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button } from '../base/controls.tsx';
import { Person } from '../base/Person.tsx';
import { plural, sentenceFor, texts } from '../base/page.ts';
import { hasKey, session } from '../base/session.ts';
import { Allowance } from './allowance.ts';
import { browserTools } from './browser-tools.ts';
import { nameOf } from './names.ts';
import { needsNothing, type Place } from './place.ts';
import { shareRecord } from './share-records.ts';
import { Walk } from './walk.ts';
import { workOn } from './work.ts';

const allowance = new Allowance();
const tools = browserTools(allowance.take);
/** One for the page: it goes on while one is elsewhere. */
const walk = new Walk(tools, workOn, { room: allowance.wait });
/** Whose it is: it does not go on for who signs in next, nor for nobody. */
let walker = session.peek()?.fingerprint;
effect(() => {
  const by = session.value?.fingerprint;
  if (by !== walker) walk.pause();
  walker = by;
});

export function SharingRoom() {
  const words = texts.sharing;
  const state = walk.state.value;
  const place = walk.place.value;
  const faults = useSignal<readonly string[]>([]);
  const isWalking = state.kind === 'walking';
  const canGoOn = place !== null && !isWalking && state.kind !== 'done';
  const share = async () => {
    const told = [];
    for (const name of sealedRecords) told.push(await sharedRecord(name));
    faults.value = told.filter((sentence) => sentence !== '');
    void walk.begin('share');
  };
  return (
    <div id="sharing">
      <p>{words.intro}</p>
      <p class="help">{words.copied}</p>
      {!hasKey.value && <p class="note warning">{words.needKey}</p>}
      <p class="actions">
        {isWalking ? (
          <Button id="sharing-pause" work={() => walk.pause()}>
            {words.pause}
          </Button>
        ) : (
          <>
            {canGoOn && (
              <Button
                id="sharing-go-on"
                disabled={place.mode === 'share' && !hasKey.value}
                work={() => void walk.goOn()}
              >
                {words.goOn}
              </Button>
            )}
            <Button id="sharing-look" work={() => void walk.begin('look')}>
              {words.look}
            </Button>
            <Button
              id="sharing-share"
              class={isRight(place) ? 'quiet' : 'button'}
              disabled={!hasKey.value}
              work={share}
            >
              {words.share}
            </Button>
          </>
        )}
      </p>
      <p id="sharing-status" role="status">
        {state.kind === 'elsewhere' ? words.elsewhere : place && told(place)}
      </p>
      {faults.value.map((sentence) => (
        <p key={sentence} class="note warning">
          {sentence}
        </p>
      ))}
      {place && place.looked > 0 && <WhoReads place={place} />}
      {place && <Cases title={words.closed} help={words.closedHelp} references={place.closed} />}
      {place && <LeftOut cases={place.leftOut} />}
      {place && <Cases title={words.unlike} help={words.unlikeHelp} references={place.unlike} />}
      {place && <Cases title={words.refused} help={words.refusedHelp} references={place.refused} />}
    </div>
  );
}

/** Shares what the team keeps beside its cases. @returns why not, as a sentence; empty where all is well */
async function sharedRecord(name: SealedRecordName): Promise<string> {
  const { closed, failed } = texts.sharing.records[name];
  const fault = await shareRecord(name, tools).catch(() => ({ problem: 'no-key', number: '' }));
  if (fault === null) return '';
  return fault === 'closed' ? closed : fillIn(failed, { why: sentenceFor(fault.problem, fault.number) });
}

/** Whether it is over, and there is nothing to share. */
function isRight(place: Place | null): boolean {
  const members = walk.people.value.filter(({ hasLeft }) => !hasLeft);
  if (place === null || walk.state.value.kind !== 'done' || members.length === 0) return false;
  const names = members.map(({ fingerprint }) => fingerprint);
  return needsNothing(place, names);
}

function told(place: Place): string {
  const { looked, shared } = place;
  const words = texts.sharing;
  const state = walk.state.value;
  const done = shared > 0 ? ` ${plural(words, 'shared', shared)}` : '';
  const isKeyBack = state.kind === 'stopped' && state.problem === 'no-key' && hasKey.value;
  if (state.kind === 'stopped' && !isKeyBack) {
    const why = state.problem === 'no-key' ? words.noKey : sentenceFor(state.problem, state.number);
    return fillIn(words.stopped, { why }) + done;
  }
  if (state.kind === 'walking' && state.rests) return plural(words, 'resting', looked) + done;
  const name = state.kind === 'walking' || state.kind === 'done' ? state.kind : 'paused';
  return plural(words, name, looked) + done + (isRight(place) ? ` ${words.right}` : '');
}

function WhoReads({ place }: { place: Place }) {
  const words = texts.sharing;
  const { looked, opens, left } = place;
  const people = walk.people.value;
  if (people.length === 0) return null;
  return (
    <table id="sharing-who" translate={false}>
      <caption>{words.who}</caption>
      <thead>
        <tr>
          <th scope="col">{words.member}</th>
          <th scope="col">{words.canRead}</th>
        </tr>
      </thead>
      <tbody>
        {people
          .filter(({ hasLeft, fingerprint }) => !hasLeft || (left[fingerprint] ?? 0) > 0)
          .map(({ fingerprint, hasLeft }) => (
            <tr key={fingerprint}>
              <th scope="row">
                <Person name={nameOf({ fingerprint })} />
              </th>
              <td>
                {hasLeft
                  ? plural(words, 'leftRead', left[fingerprint] ?? 0)
                  : fillIn(words.ofLooked, { opens: opens[fingerprint] ?? 0, looked })}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function LeftOut({ cases }: { cases: Place['leftOut'] }) {
  const words = texts.sharing;
  if (cases.length === 0) return null;
  return (
    <section id="sharing-left">
      <h3 class="block-title">{words.leftOut}</h3>
      <p class="help">{words.leftOutHelp}</p>
      <ul>
        {cases.map(({ reference, things, whys }) => (
          <li key={reference}>
            <a href={`#${reference}`}>{reference}</a>: {plural(words, 'parts', things)}{' '}
            {whys.map((why) => words.why[why]).join(' ')}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Cases({ title, help, references }: { title: string; help: string; references: readonly string[] }) {
  if (references.length === 0) return null;
  return (
    <section>
      <h3 class="block-title">{title}</h3>
      <p class="help">{help}</p>
      <ul>
        {references.map((reference) => (
          <li key={reference}>
            <a href={`#${reference}`}>{reference}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
