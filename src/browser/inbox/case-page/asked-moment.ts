// A moment that the team tells about a case, from when it is typed until it is saved; what is wrong with it is said at its
// field.
import { signal } from '@preact/signals';
import { createRef } from 'preact';
import { useMemo } from 'preact/hooks';
import { serverNow } from '../../api/server-time.ts';
import { focusSoon } from '../base/focus.ts';
import { texts } from '../base/page.ts';
import type { Changes, Wanted } from '../case/changes.ts';
import { type CraDraft, type CraField, craDraftOf } from '../case/cra-draft.ts';

export class AskedMoment {
  readonly draft: CraDraft;
  readonly field: CraField;
  readonly input = createRef<HTMLInputElement>();
  /** What is wrong; empty for nothing. */
  readonly fault = signal('');
  /** Where the keyboard goes on once what it stood on is gone, see `Changes.save`. */
  readonly goOn: string | undefined;

  constructor(draft: CraDraft, field: CraField, goOn?: string) {
    this.draft = draft;
    this.field = field;
    this.goOn = goOn;
  }

  /**
   * What is typed, in the zone of whoever sits here.
   * @param needed what to say where nothing is; without it that is now
   * @returns ISO 8601 in UTC; undefined for now, and null where something is wrong, which is said
   */
  read(needed = ''): string | undefined | null {
    const { current: input } = this.input;
    if (!input) return null;
    const { value } = input;
    const time = new Date(value).getTime();
    // Half a moment is none, and is not now either.
    const isHalf = !input.checkValidity();
    const isToCome = value !== '' && !(time <= serverNow());
    const { momentHalf, momentFuture } = texts.actions;
    if (isHalf) this.fault.value = needed || momentHalf;
    else if (isToCome) this.fault.value = momentFuture;
    else this.fault.value = value === '' ? needed : '';
    if (this.fault.peek() === '') return value === '' ? undefined : new Date(time).toISOString();
    input.focus();
    return null;
  }

  /** Changes the case, and says here what stands in the way. Gives whether it is changed. */
  async change(changes: Changes, wanted: Wanted): Promise<boolean> {
    const isChanged = await changes.save(wanted, this.fault, this.goOn);
    if (this.fault.peek() !== '') focusSoon(() => this.input.current);
    return isChanged;
  }

  /** The same for a change that says this moment, which is then told; what was typed while that was under way stays. */
  async save(changes: Changes, wanted: Wanted): Promise<boolean> {
    const typed = this.draft.of(this.field);
    const isSaved = await this.change(changes, wanted);
    if (isSaved && this.draft.of(this.field) === typed) this.draft.write(this.field, '');
    return isSaved;
  }
}

/** One of the moments of a case. */
export function useAskedMoment(reference: string, field: CraField, goOn?: string): AskedMoment {
  return useMemo(() => new AskedMoment(craDraftOf(reference), field, goOn), [reference, field, goOn]);
}
