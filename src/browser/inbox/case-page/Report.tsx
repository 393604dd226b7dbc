// The report of a case: in its fields when it could be opened, else sealed, with a place to paste it.
import { useSignal } from '@preact/signals';
import { type ComponentChild, Fragment } from 'preact';
import type { Report as Fields } from '../../../disclosure/report.ts';
import { isSeipd2 } from '../../../openpgp/split-message.ts';
import { Block, Button, Fault, Form, invalid, Name } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { offerKey } from '../base/front.ts';
import { lazy } from '../base/lazy.tsx';
import { texts, whyNotOpened } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import { drawnWhenShownAgain } from '../base/shown-again.ts';
import { ownWords } from '../base/typed-fields.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { AuthorDoubt, AuthorSaid } from '../conversation/Author.tsx';
import { MailParts } from '../conversation/MailParts.tsx';
import { Markdown, RawText, WrittenText } from '../conversation/Markdown.tsx';
import { FoldedMessage, SealedMessage } from '../conversation/SealedMessage.tsx';

const WhoCanOpen = lazy(async () => (await import('../sharing/WhoCanOpen.tsx')).WhoCanOpen);

interface Props {
  opened: OpenedCase;
  seen: SeenCase;
}

export function Report({ opened, seen }: Props) {
  const isOpen = seen.reportText !== null;
  return (
    <Block id="report-title" title={texts.case.report}>
      <div id="report-body" translate={false}>
        {isOpen ? <OpenReport opened={opened} seen={seen} /> : <ClosedReport seen={seen} />}
      </div>
      <PasteReport opened={opened} isHidden={isOpen} />
    </Block>
  );
}

function ClosedReport({ seen: { view, shown } }: Pick<Props, 'seen'>) {
  const sealed = view.messages[0]?.sealed ?? '';
  const opening = shown[0]?.opening;
  const isNewer = !hasKey.value && isSeipd2(sealed);
  const noKey = isNewer ? texts.case.newer : texts.case.noKey;
  const why = opening?.text === null ? opening.why : 'closed';
  return (
    <>
      <p>{hasKey.value ? (why === 'closed' ? texts.case.reportNotOpened : whyNotOpened(why)) : noKey}</p>
      {hasKey.value && why === 'closed' && <WhoCanOpen sealed={sealed} />}
      {!hasKey.value && (
        <p class="actions">
          <Button work={offerKey}>{texts.key.submitAgain}</Button>
        </p>
      )}
      <SealedMessage sealed={sealed} fileName={`${view.reference}.asc`} isTold={isNewer} />
    </>
  );
}

function OpenReport({ opened, seen }: Props) {
  const { view, shown, report, reportText } = seen;
  const text = reportText ?? '';
  const opening = shown[0]?.opening;
  // A report that was pasted came without what was around it.
  const { raw = text, files = [] } = opening && opening.text !== null ? opening : {};
  return (
    <>
      {shown[0] && (
        <>
          <AuthorDoubt {...shown[0]} />
          {shown[0].said !== '' && (
            <p>
              <AuthorSaid {...shown[0]} />
            </p>
          )}
        </>
      )}
      {report ? (
        <ReportFields opened={opened} report={report} />
      ) : (
        <>
          <p class="note warning">{texts.case.notReadable}</p>
          <Markdown opened={opened} text={text} />
        </>
      )}
      <MailParts files={files} />
      <RawText title={texts.case.raw} text={raw} />
      <FoldedMessage sealed={view.messages[0]?.sealed ?? ''} fileName={`${view.reference}.asc`} />
    </>
  );
}

function ReportFields({ opened, report }: { opened: OpenedCase; report: Fields }) {
  const { fields, anonymous, notNamed, notSaid, notSo } = texts.case;
  const { weaknesses, exposures, publications } = texts.report;
  const rows: [string, ComponentChild][] = [
    [fields.system, <Name>{report.system}</Name>],
    ...(['version', 'tools'] as const).flatMap((name): [string, ComponentChild][] =>
      report[name] === '' ? [] : [[fields[name], <Name>{report[name]}</Name>]],
    ),
    [fields.weakness, weaknesses[report.weakness]],
    [fields.exposure, exposures[report.exposure]],
    [fields.cvss, report.cvss || '–'],
    [fields.name, <Name>{report.name || '–'}</Name>],
    [fields.contact, <Name>{report.contact || '–'}</Name>],
    [
      fields.credit,
      report.credit === '' ? report.name === '' ? anonymous : notNamed : <Name>{report.credit}</Name>,
    ],
    [fields.publication, publications[report.publication]],
    ...(['keptToLimits', 'keptToMethods'] as const).flatMap((name): [string, ComponentChild][] =>
      report[name] ? [] : [[fields[name], report.otherwise === '' ? notSaid : notSo]],
    ),
    ...(report.otherwise === ''
      ? []
      : [[fields.otherwise, <Name>{report.otherwise}</Name>] satisfies [string, ComponentChild]]),
  ];
  return (
    <>
      <dl class="facts">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {(['description', 'steps', 'seen', 'proof', 'impact', 'discovery'] as const).map(
        (name) =>
          report[name] !== '' && (
            <Fragment key={name}>
              <h4>{fields[name]}</h4>
              {/* What can be run is shown as it was written. */}
              {name === 'proof' ? (
                <WrittenText text={report.proof} />
              ) : (
                <Markdown opened={opened} text={report[name]} />
              )}
            </Fragment>
          ),
      )}
    </>
  );
}

/** For who opened it elsewhere: shown here, it tells whom to seal an answer to. */
function PasteReport({ opened, isHidden }: { opened: OpenedCase; isHidden: boolean }) {
  const text = useSignal('');
  const fault = useSignal('');
  drawnWhenShownAgain();
  const paste = async () => {
    const isReport = await opened.paste(text.value);
    fault.value = isReport ? '' : texts.case.pasteWrong;
    if (isReport) text.value = '';
    else focusOn('paste-text');
  };
  return (
    <details id="paste" hidden={isHidden}>
      <summary>{texts.case.paste}</summary>
      <Form id="paste-form" work={paste}>
        <div class="field">
          <label for="paste-text">{texts.case.report}</label>
          <p class="help" id="help-paste">
            {texts.case.pasteHelp}
          </p>
          <Fault id="error-paste" sentence={fault.value} />
          <textarea
            id="paste-text"
            class="code"
            rows={6}
            {...ownWords}
            {...invalid(fault.value)}
            aria-describedby="help-paste error-paste"
            value={text.value}
            onInput={({ currentTarget }) => {
              text.value = currentTarget.value;
            }}
          />
        </div>
        <button type="submit" class="quiet">
          {texts.case.pasteSubmit}
        </button>
      </Form>
    </details>
  );
}
