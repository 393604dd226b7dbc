// The team's page: who is signed in, and the part that is in front.
import { fillIn } from '../../../i18n/fill-in.ts';
import { texts } from '../page.ts';
import { desk, isListInFront, notice, opened, signOut } from '../state/inbox.ts';
import { isAdviceOpen, session, signingFault } from '../state/session.ts';
import { CaseList } from './CaseList.tsx';
import { CasePage } from './CasePage.tsx';
import { Button } from './controls.tsx';
import { lazy } from './lazy.tsx';
import { Banners, Figures } from './Overview.tsx';
import { SignIn } from './SignIn.tsx';

const SigningAdvice = lazy(async () => (await import('./SigningAdvice.tsx')).SigningAdvice);

export function Inbox() {
  const { list, overview } = desk.value;
  const one = opened.value;
  return (
    <>
      <Who />
      <p id="inbox-notice" class="note warning" role="alert" tabIndex={-1} hidden={notice.value === ''}>
        {notice}
      </p>
      {session.value && isAdviceOpen.value && signingFault.value && (
        <SigningAdvice fault={signingFault.value} />
      )}
      <SignIn />
      <div id="desk" hidden={!isListInFront()}>
        <Banners overview={overview.seen.value} />
        <CaseList list={list} />
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
    </p>
  );
}
