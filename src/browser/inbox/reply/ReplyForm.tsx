// What goes to the reporter: the first response, whole, or a message with what changes in the case.
import { transitions } from '../../../disclosure/changes.ts';
import { canClose, type FormContent, hasFixDay } from '../../../disclosure/reply-form.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatEuros } from '../../../i18n/format.ts';
import { Button, Fault, Form, invalid } from '../base/controls.tsx';
import { KeptNote } from '../base/KeptNote.tsx';
import { KeysGone } from '../base/KeysGone.tsx';
import { useShortcut } from '../base/keyboard.ts';
import { lazy } from '../base/lazy.tsx';
import { leaveTo } from '../base/leave-field.ts';
import { facts, language, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { drawnWhenShownAgain } from '../base/shown-again.ts';
import { ownText, ownWords } from '../base/typed-fields.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { Reply } from '../case/reply.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { ReplyFiles } from '../files/ReplyFiles.tsx';
import { FirstResponse } from './FirstResponse.tsx';
import { Reach } from './Reach.tsx';
import { ReadyLetter } from './ReadyLetter.tsx';

const OutsideSteps = lazy(async () => (await import('./OutsideSteps.tsx')).OutsideSteps);

export function ReplyForm({ opened, seen }: { opened: OpenedCase; seen: SeenCase }) {
  const { reply, unsent } = opened;
  const { view, gap } = seen;
  const { compose } = texts;
  drawnWhenShownAgain();
  useShortcut('ctrl+enter', compose.submit, () => {
    // From another form nothing goes to the reporter.
    if (document.activeElement?.closest('#compose-form')) void reply.submit();
  });
  // A copy: with the very same the fields would not be drawn anew.
  const content = { ...unsent.content.value };
  const isFirst = view.respondedAt === null;
  return (
    <section aria-labelledby="compose-title" class="compose" {...leaveTo('dock-reply')}>
      <h3 id="compose-title" class="block-title">
        {isFirst ? compose.titleFirst : compose.titleReply}
      </h3>
      <p id="compose-promise" class="promise" hidden={!isFirst}>
        {compose.promise}
      </p>
      {unsent.draft && <KeptNote name="reply" draft={unsent.draft} throwAway={() => unsent.throwAway()} />}
      <Reach seen={seen} />
      <KeysGone note={texts.keysGone.reply} look={seen} />
      <Form id="compose-form" work={() => void reply.submit()}>
        <div class="compose-columns">
          <div class="compose-facts">
            {isFirst && <FirstResponse reply={reply} content={content} />}
            {!isFirst && <NextStatus view={view} reply={reply} content={content} />}
            {hasFixDay(view, content) && <FixDay reply={reply} content={content} />}
            {!isFirst && <Reward reply={reply} content={content} />}
          </div>
          <div>
            <ReadyLetter view={view} reply={reply} />
            <p class="note" id="compose-unsigned" hidden={hasKey.value}>
              {texts.signing.noKey}
            </p>
            <MessageField reply={reply} content={content} />
            <ReplyFiles files={unsent.files} fault={reply.faults.value.files ?? ''} />
            <SealedElsewhere reply={reply} content={content} seen={seen} />
            {gap !== null && <WithoutReporter reply={reply} content={content} />}
          </div>
        </div>
        <div class="send">
          <Fault id="error-close" sentence={reply.closeFault(view.version)} />
          <button type="submit" class="button" id="compose-submit" aria-describedby="error-close">
            {compose.submit}
          </button>
          {canClose(view, content) && (
            <Button id="compose-submit-close" aria-describedby="error-close" work={() => reply.submit('yes')}>
              {compose.submitClose}
            </Button>
          )}
          <p id="compose-state" role="status" tabIndex={-1}>
            {reply.told}
          </p>
        </div>
      </Form>
    </section>
  );
}

interface FieldProps {
  reply: Reply;
  content: FormContent;
}

/** The status that follows; only some may. */
function NextStatus({ view, reply, content }: FieldProps & { view: TeamCase }) {
  const { compose, statuses } = texts;
  return (
    <div class="field" id="status-box">
      <label for="compose-status">{compose.status}</label>
      <select
        id="compose-status"
        value={content.status}
        onChange={({ currentTarget }) =>
          reply.writing.change({ status: currentTarget.value as FormContent['status'] })
        }
      >
        <option value="">{fillIn(compose.statusStays, { status: statuses[view.status] })}</option>
        {transitions[view.status].map((next) => (
          <option key={next} value={next}>
            {statuses[next]}
          </option>
        ))}
      </select>
    </div>
  );
}

function FixDay({ reply, content }: FieldProps) {
  const fault = reply.faults.value.date ?? '';
  return (
    <div class="field" id="date-box">
      <label for="compose-date">{texts.compose.fixExpected}</label>
      <Fault id="error-date" sentence={fault} />
      <input
        id="compose-date"
        type="date"
        autocomplete="off"
        {...invalid(fault)}
        aria-describedby="error-date"
        value={content.date}
        onInput={({ currentTarget }) => reply.writing.change({ date: currentTarget.value })}
      />
    </div>
  );
}

function Reward({ reply, content }: FieldProps) {
  const fault = reply.faults.value.reward ?? '';
  const least = formatEuros(facts.leastReward, language);
  return (
    <div class="field" id="reward-box">
      <label for="compose-reward">{texts.compose.reward}</label>
      <Fault id="error-reward" sentence={fault} />
      <input
        id="compose-reward"
        inputmode="numeric"
        {...ownWords}
        {...invalid(fault)}
        aria-describedby="help-reward error-reward"
        value={content.reward}
        onInput={({ currentTarget }) => reply.writing.change({ reward: currentTarget.value })}
      />
      <p class="help" id="help-reward">
        {fillIn(texts.compose.rewardHelp, { least })}
      </p>
    </div>
  );
}

function MessageField({ reply, content }: FieldProps) {
  const fault = reply.faults.value.message ?? '';
  return (
    <div class="field">
      <label for="compose-message">{texts.compose.message}</label>
      <p class="help" id="help-compose">
        {texts.compose.messageHelp}
      </p>
      <Fault id="error-compose" sentence={fault} />
      <textarea
        id="compose-message"
        rows={9}
        {...ownText}
        {...invalid(fault)}
        aria-describedby="help-compose error-compose"
        value={content.message}
        onFocus={({ currentTarget }) => {
          // Where a letter leaves something to its writer; a click says for itself where.
          const { selectionStart, selectionEnd } = currentTarget;
          const gap = selectionStart === selectionEnd ? reply.writing.gap() : null;
          if (gap) currentTarget.setSelectionRange(gap.start, gap.end);
        }}
        onInput={({ currentTarget }) => reply.writing.change({ message: currentTarget.value })}
      />
    </div>
  );
}

/** For who seals outside the browser: it counts instead of the message. */
function SealedElsewhere({ reply, content, seen }: FieldProps & { seen: SeenCase }) {
  const fault = reply.faults.value.sealed ?? '';
  const { compose } = texts;
  return (
    <details
      id="outside"
      open={reply.isOutsideOpen.value}
      onToggle={({ currentTarget }) => {
        reply.isOutsideOpen.value = currentTarget.open;
      }}
    >
      <summary>{compose.outside}</summary>
      {reply.isOutsideOpen.value && <OutsideSteps seen={seen} />}
      <div class="field">
        <label for="compose-sealed">{compose.outsideLabel}</label>
        <p class="help" id="help-sealed">
          {compose.outsideText}
        </p>
        <p class="note" id="sealed-unchecked" hidden={hasKey.value}>
          {compose.outsideUnchecked}
        </p>
        <Fault id="error-sealed" sentence={fault} />
        <textarea
          id="compose-sealed"
          class="code"
          rows={6}
          {...ownWords}
          {...invalid(fault)}
          aria-describedby="help-sealed sealed-unchecked error-sealed"
          value={content.sealed}
          onInput={({ currentTarget }) => reply.writing.change({ sealed: currentTarget.value })}
        />
      </div>
    </details>
  );
}

/** Whoever sends what the reporter can't read says that they know. */
function WithoutReporter({ reply, content }: FieldProps) {
  const fault = reply.faults.value.withoutReporter ?? '';
  return (
    <div class="field" id="without-box">
      <Fault id="error-without" sentence={fault} />
      <div class="check">
        <input
          type="checkbox"
          id="compose-without"
          {...invalid(fault)}
          aria-describedby="error-without compose-reach"
          checked={content.withoutReporter === 'yes'}
          onChange={({ currentTarget }) =>
            reply.writing.change({ withoutReporter: currentTarget.checked ? 'yes' : '' })
          }
        />
        <label for="compose-without">{texts.compose.without}</label>
      </div>
    </div>
  );
}
