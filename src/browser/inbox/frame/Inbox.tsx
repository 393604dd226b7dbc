// The team's page: who is signed in, and the part that is in front.
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button } from '../base/controls.tsx';
import { notice } from '../base/front.ts';
import { lazy } from '../base/lazy.tsx';
import { texts } from '../base/page.ts';
import { isAdviceOpen, session, signingFault } from '../base/session.ts';
import { CasePage } from '../case-page/CasePage.tsx';
import { CaseList } from '../list/CaseList.tsx';
import { Banners, Figures } from '../overview/Overview.tsx';
import { SignIn } from '../sign-in/SignIn.tsx';
import { desk, forgetUnsent, isListInFront, opened, signedIn, signOut } from './inbox.ts';
import { Shortcuts, showShortcuts } from './Shortcuts.tsx';

const SigningAdvice = lazy(async () => (await import('../sign-in/SigningAdvice.tsx')).SigningAdvice);

export function Inbox() {
  const { list, overview } = desk.value;
  const one = opened.value;
  return (
    <>
      <Who />
      {session.value && <Shortcuts />}
      <p id="inbox-notice" class="note warning" role="alert" tabIndex={-1} hidden={notice.value === ''}>
        {notice}
      </p>
      {session.value && isAdviceOpen.value && signingFault.value && (
        <SigningAdvice fault={signingFault.value} />
      )}
      <SignIn signedIn={signedIn} />
      <div id="desk" hidden={!isListInFront()}>
        <Banners overview={overview.seen.value} />
        <CaseList list={list} whenErased={forgetUnsent} />
        <Figures overview={overview.seen.value} />
      </div>
      <div
        id="team-case"
        hidden={one === null}
        data-stub={one?.seen.value && one.seen.value.view.withdrawnAt !== null ? '' : undefined}
      >
        {one && (
          <CasePage key={one.reference} opened={one} retentionDays={overview.seen.value?.retentionDays} />
        )}
      </div>
    </>
  );
}

function Who() {
  const name = session.value?.name ?? '';
  return (
    <p class="who" id="who" hidden={session.value === null}>
      <span id="who-name">{fillIn(texts.who, { who: name })}</span>
      <Button id="sign-out" work={signOut}>
        {texts.signOut}
      </Button>
      <Button id="show-shortcuts" work={showShortcuts}>
        {texts.shortcuts.button}
      </Button>
    </p>
  );
}
