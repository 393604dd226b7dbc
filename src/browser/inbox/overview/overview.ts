// How the promise is kept, and what the whole team should know.
import { signal } from '@preact/signals';
import { type Overview, overviewSchema } from '../../../disclosure/team-wire.ts';
import { askTeam } from '../../api/team.ts';
import { Latest } from '../base/latest.ts';

export class OverviewState {
  /** Null until it has come. */
  readonly seen = signal<Overview | null>(null);
  readonly #asking = new Latest();

  /** Fetches it; leaves the page as it is when that fails, or nothing changed. */
  async show(): Promise<void> {
    const asking = this.#asking.begin();
    const answer = await askTeam('GET', 'overview', overviewSchema);
    if (asking.aborted || !answer.ok) return;
    // What has not changed is not drawn anew, and no fold closes.
    if (JSON.stringify(answer.value) !== JSON.stringify(this.seen.peek())) this.seen.value = answer.value;
  }
}
