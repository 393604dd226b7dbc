import { describe, expect, it } from 'vitest';
import { keyOf, type Pressed } from '../../src/browser/inbox/base/keyboard.ts';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  defaultPrevented: false,
  ...more,
});
/** Stands on an element of this name; `input` is one that is typed into, `checkbox` one that is not. */
const on = (name: string) => (selector: string) =>
  name === 'checkbox'
    ? selector.split(', ').includes('input')
    : selector.split(', ').some((one) => one.replace(/:not.*/, '') === name);
const nowhere = () => false;

describe('shortcuts', () => {
  it('are characters as the keyboard gives them, whatever is held to make them', () => {
    for (const key of ['j', '/', '?']) expect(keyOf(press(key), nowhere)).toBe(key);
    expect(keyOf(press('ArrowDown'), nowhere)).toBeNull();
  });

  it('do nothing while somebody types, chooses from a list, or composes a character', () => {
    for (const name of ['input', 'textarea', 'select']) expect(keyOf(press('j'), on(name))).toBeNull();
    expect(keyOf(press('j', { isComposing: true }), nowhere)).toBeNull();
    for (const name of ['button', 'checkbox']) expect(keyOf(press('j'), on(name))).toBe('j');
  });

  it('leave what is the browser’s alone', () => {
    for (const held of ['ctrlKey', 'metaKey', 'altKey'] as const)
      expect(keyOf(press('k', { [held]: true }), nowhere)).toBeNull();
    expect(keyOf(press('k', { defaultPrevented: true }), nowhere)).toBeNull();
  });

  it('take Enter only where nothing else does, and Ctrl+Enter or Cmd+Enter everywhere', () => {
    expect(keyOf(press('Enter'), nowhere)).toBe('enter');
    for (const name of ['a[href]', 'button', 'summary', 'textarea', 'checkbox'])
      expect(keyOf(press('Enter'), on(name))).toBeNull();
    for (const held of ['ctrlKey', 'metaKey'] as const)
      expect(keyOf(press('Enter', { [held]: true }), on('textarea'))).toBe('ctrl+enter');
  });

  it('take Escape only in fields: elsewhere it closes what is open', () => {
    for (const name of ['textarea', 'checkbox']) expect(keyOf(press('Escape'), on(name))).toBe('escape');
    expect(keyOf(press('Escape'), on('button'))).toBeNull();
    // A character that is being composed is given up by it, not the field.
    expect(keyOf(press('Escape', { isComposing: true }), on('textarea'))).toBeNull();
  });
});
