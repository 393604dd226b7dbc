import { texts } from '../base/page.ts';

/** Before what has something in it that who asks has not seen. */
export function UnreadMark() {
  return (
    <span class="unread-mark">
      <span class="unseen">{texts.list.unread}: </span>
    </span>
  );
}
