import { texts } from '../base/page.ts';

/** Says of what stands below it that no reporter ever sees it: by words and a lock, not by colour alone. */
export function TeamOnly() {
  return (
    <p class="team-only-mark">
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
        <path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2H13v8H3V7zm1.5 0h4V5a2 2 0 0 0-4 0z" fill="currentColor" />
      </svg>
      {texts.triage.teamOnly}
    </p>
  );
}
