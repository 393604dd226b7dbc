// What the summary of a document about a weak spot is made of. All that a stranger wrote is text, and so are addresses.
import type { ComponentChildren } from 'preact';
import type { DocumentNote, Names, Reference } from '../../../disclosure/foreign-docs/advisory.ts';
import { visibleText } from '../../../disclosure/foreign-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Name } from '../base/controls.tsx';
import { momentText, texts } from '../base/page.ts';

/** A line of facts; nothing where there is none. */
export function Fact({
  name,
  isThere,
  children,
}: {
  name: string;
  isThere: boolean;
  children: ComponentChildren;
}) {
  return isThere ? (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  ) : null;
}

/** A word of a standard: ours for it, where we have one. */
export function Term({ word, children }: { word: unknown; children: string }) {
  return typeof word === 'string' ? word : <Name>{children}</Name>;
}

/** A moment as the document has it; one that can't be read stands there as it was written. */
export function When({ children: written }: { children: string }) {
  const isMoment = /^(?:19|20)\d\d-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/i.test(written);
  if (!isMoment || !Number.isFinite(Date.parse(written))) return <Name>{written}</Name>;
  return <time dateTime={written}>{momentText(written)}</time>;
}

/** A text of many lines. */
export function ForeignText({ children }: { children: string }) {
  return (
    <p class="foreign-lines" dir="auto">
      {visibleText(children)}
    </p>
  );
}

/** Names one behind the other, and how many there are besides. */
export function NameList({ of: { names, more } }: { of: Names }) {
  return (
    <ul class="name-list">
      {names.map((name) => (
        <li>
          <Name>{name}</Name>
        </li>
      ))}
      {more > 0 && <li>{fillIn(texts.advisory.more, { count: more })}</li>}
    </ul>
  );
}

/** Texts of a document, each under its title, or under what such a text is called. */
export function Notes({ of: notes }: { of: DocumentNote[] }) {
  const { noteKinds } = texts.advisory;
  return notes.map(({ kind, name, text }) => (
    <>
      <p class="advisory-label">
        {name === '' ? (
          <Term word={noteKinds[kind as keyof typeof noteKinds]}>{kind}</Term>
        ) : (
          <Name>{name}</Name>
        )}
      </p>
      <ForeignText>{text}</ForeignText>
    </>
  ));
}

export function References({ of: references }: { of: Reference[] }) {
  if (references.length === 0) return null;
  const { references: title, noLinks } = texts.advisory;
  return (
    <>
      <p class="advisory-label">{title}</p>
      <p class="help">{noLinks}</p>
      <ul>
        {references.map(({ about, address }) => (
          <li>
            {about !== '' && (
              <>
                <Name>{about}</Name>:{' '}
              </>
            )}
            <bdi dir="ltr" class="address">
              <Name>{address}</Name>
            </bdi>
          </li>
        ))}
      </ul>
    </>
  );
}
