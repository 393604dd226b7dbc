// The fields of the form of a lesson, each with what is wrong with it.
import { weaknesses } from '../../../disclosure/report.ts';
import type { LanguageCode } from '../../../i18n/languages.ts';
import { cweOf } from '../../../publications/cwe.ts';
import type { LessonContent } from '../../../publications/lesson-files.ts';
import { Field, filledIn } from '../base/Field.tsx';
import { language, texts } from '../base/page.ts';
import { ownText, ownWords } from '../base/typed-fields.ts';

type Single = 'id' | 'day' | 'product' | 'affected' | 'fixed' | 'cve' | 'cvss4' | 'cvss' | 'credit';
type Each = 'title' | 'summary' | 'audience' | 'description' | 'impact' | 'remediation' | 'body' | 'about';

/** The words of CSAF 2.0: `remediationCategories`, without the module that makes documents. */
const CATEGORIES = ['vendor_fix', 'mitigation', 'workaround', 'no_fix_planned', 'none_available'] as const;
/** What `wrong` has no sentence of its own for is prose. */
const OWN_SENTENCE = ['id', 'day', 'affected', 'fixed', 'cve', 'cvss4', 'cvss', 'body'] as const;

interface Props {
  content: LessonContent;
  /** Names of fields, see `fieldOf` in lesson-check.ts. */
  wrong: ReadonlySet<string>;
  change: (fields: Partial<LessonContent>) => void;
}

function faultOf(name: Single | Each, isWrong: boolean, value: string): string {
  const { empty, wrong } = texts.lesson;
  if (!isWrong) return '';
  if (value.trim() === '') return empty;
  return wrong[OWN_SENTENCE.find((one) => one === name) ?? 'text'];
}

export function SingleField({ name, content, wrong, change }: Props & { name: Single }) {
  const { labels, helps } = texts.lesson;
  const id = `lesson-${name}`;
  const fault = faultOf(name, wrong.has(name), content[name]);
  const common = {
    ...filledIn(id, fault),
    value: content[name],
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      change({ [name]: currentTarget.value }),
  };
  return (
    <Field id={id} label={labels[name]} help={helps[name]} fault={fault}>
      {name === 'day' ? (
        <input type="date" autocomplete="off" {...common} />
      ) : (
        <input type="text" {...ownWords} {...common} />
      )}
    </Field>
  );
}

export function EachField({
  name,
  code,
  content,
  wrong,
  change,
}: Props & { name: Each; code: LanguageCode }) {
  const { labels, helps } = texts.lesson;
  const value = content[name][code];
  const id = `lesson-${name}-${code}`;
  const fault = faultOf(name, wrong.has(`${name}-${code}`), value);
  const common = { ...filledIn(id, fault), lang: code, value };
  const set = (text: string) => change({ [name]: { ...content[name], [code]: text } });
  return (
    <Field id={id} label={`${labels[name]} (${languageName(code)})`} help={helps[name]} fault={fault}>
      {name === 'title' || name === 'audience' || name === 'about' ? (
        <input
          {...ownText}
          {...common}
          type="text"
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
      ) : (
        <textarea
          {...ownText}
          {...common}
          rows={name === 'body' ? 14 : 3}
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
      )}
    </Field>
  );
}

export function WeaknessField({ content, change }: Props) {
  const { labels, noCwe } = texts.lesson;
  return (
    <div class="field">
      <label for="lesson-weakness">{labels.weakness}</label>
      <select
        id="lesson-weakness"
        autocomplete="off"
        value={content.weakness}
        onChange={({ currentTarget }) =>
          change({ weakness: weaknesses.find((one) => one === currentTarget.value) ?? '' })
        }
      >
        <option value="">{noCwe}</option>
        {weaknesses.map((one) => (
          <option key={one} value={one}>
            {[texts.report.weaknesses[one], cweOf(one)?.id ?? noCwe].join(' · ')}
          </option>
        ))}
      </select>
    </div>
  );
}

export function RemediationField({ content, change }: Props) {
  const { labels, categories } = texts.lesson;
  return (
    <div class="field">
      <label for="lesson-category">{labels.category}</label>
      <select
        id="lesson-category"
        autocomplete="off"
        value={content.remediationCategory}
        onChange={({ currentTarget }) => change({ remediationCategory: currentTarget.value })}
      >
        {CATEGORIES.map((one) => (
          <option key={one} value={one}>
            {categories[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The name of a language, in that of the page. */
export const languageName = (code: LanguageCode) =>
  new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code;
