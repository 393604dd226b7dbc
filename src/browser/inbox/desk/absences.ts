// Who is away when: the list as the server has it, and what somebody is filling in.
import { signal } from '@preact/signals';
import { type Absence, absencesSchema, recordedSchema } from '../../../disclosure/desk-wire.ts';
import { limits } from '../../../disclosure/limits.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { askTeam } from '../../api/team.ts';
import { facts, sentenceFor, texts } from '../base/page.ts';

/** What is being filled in; kept in this tab until it is stored, or left. */
const DRAFT = 'meldpunt-absence';

/** An absence that is being filled in, and the one that it takes the place of. */
export interface AbsenceDraft {
  absence: Absence;
  instead: Absence | null;
}

/** What is wrong with a field, in the order of the form. */
export type FieldFaults = Partial<Record<'from' | 'until' | 'standIn', string>>;

export class AbsenceState {
  /** Null until it has come. */
  readonly absences = signal<Absence[] | null>(null);
  readonly draft = signal<AbsenceDraft>(keptDraft());
  /** What is wrong with what was filled in; with the list, or with storing it; and what was done. */
  readonly fieldFaults = signal<FieldFaults>({});
  readonly fault = signal('');
  readonly done = signal('');
  #version = 0;

  /** Fetches the list. */
  async load(): Promise<void> {
    const answer = await askTeam('GET', 'absences', absencesSchema);
    if (!answer.ok) {
      this.fault.value = sentenceFor(answer.problem, answer.number);
      return;
    }
    this.#version = answer.value.version;
    this.absences.value = answer.value.absences;
  }

  fill(fields: Partial<Absence>): void {
    const { absence, instead } = this.draft.peek();
    this.draft.value = { absence: { ...absence, ...fields }, instead };
    sessionStorage.setItem(DRAFT, JSON.stringify(this.draft.peek()));
  }

  /** Takes one up to change it. */
  change(absence: Absence): void {
    this.draft.value = { absence, instead: absence };
    this.fieldFaults.value = {};
    this.fault.value = '';
    this.done.value = '';
  }

  /** Leaves the form empty. */
  clear(): void {
    sessionStorage.removeItem(DRAFT);
    this.draft.value = emptyDraft();
    this.fieldFaults.value = {};
    this.fault.value = '';
  }

  /** Stores what was filled in. */
  async save(): Promise<void> {
    const { absence, instead } = this.draft.peek();
    const rest = this.#without(instead);
    this.done.value = '';
    this.fieldFaults.value = faultsOf(absence);
    const isFull = rest.length >= limits.absences;
    this.fault.value = isFull ? fillIn(texts.desk.absences.full, { count: String(rest.length) }) : '';
    if (isFull || Object.keys(this.fieldFaults.peek()).length > 0) return;
    const sorted = [...rest, absence].toSorted((one, other) => one.from.localeCompare(other.from));
    if (!(await this.#put(sorted))) return;
    this.clear();
    this.done.value = texts.desk.absences.saved;
  }

  async remove(absence: Absence): Promise<void> {
    this.done.value = '';
    if (await this.#put(this.#without(absence))) this.done.value = texts.desk.absences.removed;
  }

  #without(absence: Absence | null): Absence[] {
    const all = this.absences.peek() ?? [];
    return absence === null ? all : all.filter((one) => JSON.stringify(one) !== JSON.stringify(absence));
  }

  async #put(absences: Absence[]): Promise<boolean> {
    const answer = await askTeam('PUT', 'absences', recordedSchema, { version: this.#version, absences });
    if (answer.ok) {
      this.#version = answer.value.version;
      this.absences.value = absences;
      this.fault.value = '';
      return true;
    }
    const isConflict = answer.problem === 'version-conflict';
    if (isConflict) await this.load();
    this.fault.value = isConflict ? texts.desk.absences.conflict : sentenceFor(answer.problem, answer.number);
    return false;
  }
}

function faultsOf({ fingerprint, standIn, from, until }: Absence): FieldFaults {
  const { noFrom, noUntil, wrongDays, noStandIn } = texts.desk.absences;
  const isTurned = from !== '' && until !== '' && until < from;
  return {
    ...(from === '' && { from: noFrom }),
    ...(until === '' && { until: noUntil }),
    ...(isTurned && { until: wrongDays }),
    ...((standIn === '' || standIn === fingerprint) && { standIn: noStandIn }),
  };
}

function emptyDraft(): AbsenceDraft {
  return { absence: { fingerprint: '', standIn: '', from: '', until: '' }, instead: null };
}

/** What this tab kept; of people who are still there. */
function keptDraft(): AbsenceDraft {
  const kept: unknown = JSON.parse(sessionStorage.getItem(DRAFT) ?? 'null');
  if (typeof kept !== 'object' || kept === null || !('absence' in kept)) return emptyDraft();
  const { absence, instead } = kept as AbsenceDraft;
  const isHere = (one: string) => one === '' || facts.team.some(({ fingerprint }) => fingerprint === one);
  return isHere(absence.fingerprint) && isHere(absence.standIn) ? { absence, instead } : emptyDraft();
}
