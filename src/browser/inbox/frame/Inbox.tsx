// The team's page: signing in, and once somebody is the desk.
import { useLayoutEffect } from 'preact/hooks';
import { goodNews, notice } from '../base/front.ts';
import { LoadAgain } from '../base/LoadAgain.tsx';
import { lazy } from '../base/lazy.tsx';
import { texts } from '../base/page.ts';
import { isAdviceOpen, session, signingFault } from '../base/session.ts';
import { SignIn } from '../sign-in/SignIn.tsx';
import { forgetKey, signedIn, signOut } from './inbox.ts';
import { deskParts, loadDesk } from './load-desk.ts';

const SigningAdvice = lazy(async () => (await import('../sign-in/SigningAdvice.tsx')).SigningAdvice);

export function Inbox() {
  const isSignedIn = session.value !== null;
  const parts = isSignedIn ? deskParts.value : null;
  const there = parts === 'failed' ? null : parts;
  const isAtDesk = there !== null;
  useLayoutEffect(() => {
    // The bar takes the place of the public header and footer.
    document.documentElement.classList.toggle('at-desk', isAtDesk);
  }, [isAtDesk]);
  return (
    <>
      {there && <there.Bar signOut={signOut} forgetKey={forgetKey} />}
      <div class="above" onFocusCapture={() => void loadDesk()}>
        <p
          id="inbox-notice"
          class={notice.value === goodNews.value ? 'note' : 'note warning'}
          role="alert"
          tabIndex={-1}
          hidden={notice.value === ''}
        >
          {notice}
        </p>
        {there && <there.LostNote />}
        {parts === 'failed' && <LoadAgain />}
        {isSignedIn && parts === null && <p role="status">{texts.loading}</p>}
        {isSignedIn && isAdviceOpen.value && signingFault.value && (
          <SigningAdvice fault={signingFault.value} />
        )}
        <SignIn signedIn={signedIn} />
      </div>
      {there && <there.Panes />}
      {there && <there.Shortcuts />}
    </>
  );
}
