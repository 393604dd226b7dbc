import { describe, expect, it } from 'vitest';
import { lostWords } from '../../src/browser/inbox/case/lost-words.ts';
import { SheetDraft, sheetDraftName } from '../../src/browser/inbox/case/sheet-draft.ts';
import { fieldOfMoment, momentOfField } from '../../src/browser/inbox/sheets/moment-field.ts';
import { draftInMemory } from '../support/draft-in-memory.ts';

describe('what is typed in a sheet', () => {
  it('is kept by field with what stood there before, and is no more where it is that again', () => {
    const { draft, find } = draftInMemory('{"typed":{"title":"Found again"},"over":{"title":"Before"}}');
    const sheet = new SheetDraft(draft);
    find();
    expect([sheet.typedIn('title'), sheet.before('title'), sheet.typedIn('summary')]).toEqual([
      'Found again',
      'Before',
      undefined,
    ]);
    sheet.write('title', 'Found again', 'Before');
    expect(draft.foundAt.value).not.toBeNull();
    // What stood there first stays known, also where a colleague changed it since.
    sheet.write('title', 'Typed on', 'Changed by a colleague');
    expect(sheet.before('title')).toBe('Before');
    sheet.write('title', 'Changed by a colleague', 'Changed by a colleague');
    expect(sheet.isTyped).toBe(false);
    expect(draft.text.value).toBe('');
  });

  it('goes when it is saved, but for what was typed on meanwhile, which then stands over what was saved', () => {
    const { draft } = draftInMemory('');
    const sheet = new SheetDraft(draft);
    sheet.write('title', 'One ', '');
    sheet.write('summary', 'Two', 'old');
    sheet.write('summary', 'Two, and more', 'old');
    sheet.saved({ title: 'One ', summary: 'Two' }, { title: 'One', summary: 'Two' });
    expect(sheet.typedIn('title')).toBeUndefined();
    expect([sheet.typedIn('summary'), sheet.before('summary')]).toEqual(['Two, and more', 'Two']);
  });

  it('is nothing where what is kept is none of ours', () => {
    const { draft, find } = draftInMemory('{"typed":{"title":4}}');
    find();
    expect(new SheetDraft(draft).typedIn('title')).toBeUndefined();
  });

  it('can be copied from a case that is gone, without what stood there before', () => {
    const text = JSON.stringify({ typed: { summary: 'Mine' }, over: { summary: 'Not mine' } });
    expect(lostWords([[sheetDraftName('incident-notification'), text]])).toBe('Mine');
  });
});

describe('a moment in its field', () => {
  it('is the same minute there and back, in whatever zone one sits', () => {
    for (const moment of ['2026-11-20T05:30:00.000Z', '2028-02-29T23:59:00.000Z', '2026-03-29T00:30:00.000Z'])
      expect(momentOfField(fieldOfMoment(moment))).toBe(moment);
  });

  it('is none where there is none, or half of one', () => {
    expect([fieldOfMoment(''), fieldOfMoment('x'), momentOfField(''), momentOfField('2026-11-20T')]).toEqual([
      '',
      '',
      '',
      '',
    ]);
  });
});
