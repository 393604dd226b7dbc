// Small things that many parts are made of.
import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { visibleLine } from '../../../disclosure/foreign-text.ts';
import { formatRelative } from '../../../i18n/relative.ts';
import { makeGate } from '../../dom/once.ts';
import { nowOnPage } from './now.ts';
import { language, momentText } from './page.ts';
import { ownForm } from './typed-fields.ts';

/** Runs `work` unless it is still under way: a second click does nothing. */
function useOnlyOnce(work: () => Promise<void> | void): () => Promise<void> {
  const gate = useMemo(makeGate, []);
  return () => gate(work);
}

type ButtonProps = Omit<JSX.IntrinsicElements['button'], 'type' | 'onClick'> & {
  work: () => Promise<void> | void;
};

/** A button that does `work`, once at a time. */
export function Button({ work, class: className = 'quiet', ...rest }: ButtonProps) {
  return <button type="button" class={className} onClick={useOnlyOnce(work)} {...rest} />;
}

type FormProps = Omit<JSX.IntrinsicElements['form'], 'onSubmit'> & { work: () => Promise<void> | void };

/** A form that does `work` when it is submitted, once at a time, and goes nowhere. */
export function Form({ work, ...rest }: FormProps) {
  const submit = useOnlyOnce(work);
  return (
    <form
      {...ownForm}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      {...rest}
    />
  );
}

/** What is wrong, at its field; an empty sentence is none. */
export function Fault({ id, sentence }: { id: string; sentence: string }) {
  return (
    <p class="error" id={id} role="alert" hidden={sentence === ''}>
      {sentence}
    </p>
  );
}

/** What a field says of a fault. */
export const invalid = (sentence: string) => (sentence === '' ? {} : { 'aria-invalid': true });

/** A name that a stranger chose, in a line of ours: what is around it keeps its order. */
export function Name({ children }: { children: string }) {
  return <bdi>{visibleLine(children)}</bdi>;
}

/** The name of a file; from left to right in every script, so that what it ends in stands at the end. */
export function FileName({ children }: { children: string }) {
  return <bdi dir="ltr">{visibleLine(children)}</bdi>;
}

/** A moment, told from now; the exact one, in the visitor's own zone, for who points at it, goes to it or has it read. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} class="behind" tabIndex={0}>
      {formatRelative(Date.parse(at), nowOnPage(), language)}
      <span class="whole"> {momentText(at)}</span>
    </time>
  );
}

interface BlockProps {
  id: string;
  sectionId?: string;
  title: string;
  /** What became of something that was done in it. */
  told?: string;
  children: ComponentChildren;
}

/** A part of a case with a title. */
export function Block(props: BlockProps) {
  return (
    <section id={props.sectionId} aria-labelledby={props.id}>
      <h3 id={props.id} class="block-title" tabIndex={-1}>
        {props.title}
      </h3>
      {props.told !== undefined && (
        <p class="block-told" role="status">
          {props.told}
        </p>
      )}
      {props.children}
    </section>
  );
}
