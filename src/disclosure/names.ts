// Names of people in somebody's text: what finds them, and nothing else that is written alike.

/** What people write who name nobody. */
const NOBODY = new Set(
  'anon anoniem anonymous geen ja n nee no none nobody niemand please researcher security team'.split(' '),
);
/** What stands in many names and says nothing alone. */
const NOTHING = new Set(
  (
    'aan af al an and at bij bin by da dal das de del della den der des di do dos du e el en et for from het i ibn in la ' +
    'le les los me met my na of on op or san st t te ten ter the to und uit van vd vom von voor with y zu zum zur ' +
    'bv credit inc ltd nv'
  ).split(' '),
);
/** Words that people are called as well: with a capital they are names. */
const WORDS = new Set(
  (
    'art ash bas ben best bill bloom bob boer boom bruin chase chip dan dawn day dean don drew faith frank grace grant ' +
    'groen groot guy hope jack jet jong jonge joy klein kok kort lang lange mark may mei max pat prins ray rich rob rood roos rose ' +
    'rust smit sky storm sue vos wit wil will win witte zwart young long small white black brown green king page'
  ).split(' '),
);
/** Scripts that put nothing between words. */
const UNDIVIDED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** A word of a name in Latin letters that is shorter is found only as it was typed. */
const SHORTEST = 3;

/** What finds a name, as it was typed and in its parts. Words that name nobody, and one letter, are found nowhere. */
export function namePatterns(names: readonly string[]): RegExp[] {
  const whole = names.flatMap((name) => [name, name.replaceAll(/\([^)]*\)/g, ' ')]).map((one) => one.trim());
  // One word is found as it was typed, also where it says nothing as a part of a longer name.
  const typed = new Set(whole.filter((one) => Array.from(one).length > 1 && !isNobody(one)));
  return [...[...typed].map(asTyped), ...partPatterns([...whole, ...names])];
}

/** What finds names by what they have that says something, as a whole and in parts. */
export function partPatterns(names: readonly string[]): RegExp[] {
  const terms = [...names.filter((one) => /\S\s+\S/.test(one)), ...names.flatMap(partsOf)];
  const all = terms.flatMap((one) => [one, withoutMarks(one)]).filter((one) => !isNobody(one));
  return [...new Set(all)].flatMap((term) => patternOf(term) ?? []);
}

const isNobody = (term: string) => NOBODY.has(term.toLowerCase());

/** Whether a word names nobody, or says nothing alone. */
export const saysNothing = (word: string) => isNobody(word) || NOTHING.has(word.toLowerCase());

/** What finds exactly this, where no word goes on at either side. */
function asTyped(text: string): RegExp {
  const before = /^[\p{L}\p{N}]/u.test(text) ? WORD_BEGINS : '';
  const after = /[\p{L}\p{M}\p{N}]$/u.test(text) ? WORD_ENDS : '';
  return new RegExp(before + loosely(text, '\\s+') + after, 'gu');
}

/** The words of a name, and what is joined in them; an address is none. */
function partsOf(name: string): string[] {
  const words = name.split(/[\s,;()<>"“”]+/).filter((word) => !/[@/]/.test(word));
  return words
    .map((word) => word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, ''))
    .flatMap((word) => [word, ...word.split(/[^\p{L}\p{M}\p{N}]+/u)])
    .filter((part) => /\p{L}/u.test(part));
}

/** Letters whose mark is a part of them. */
const WITH_STROKES: Readonly<Record<string, string>> = {
  ...{ ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D' },
};
const withoutMarks = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[øØłŁđĐ]/g, (letter) => WITH_STROKES[letter] ?? letter)
    .normalize('NFC');

/** What finds a whole name, or a part of one; null for a part that says nothing alone. */
function patternOf(term: string): RegExp | null {
  if (UNDIVIDED.test(term))
    return Array.from(term).length < 2 ? null : new RegExp(loosely(term, '\\s*'), 'giu');
  if (/\s/.test(term)) return asWord(anySpelling(loosely(term, '\\s+')), 'giu');
  const plain = term.toLowerCase();
  if (NOTHING.has(plain) || term.length < 2) return null;
  if (WORDS.has(plain)) {
    const capital = plain.charAt(0).toUpperCase() + plain.slice(1);
    return asWord(`(?:${capital}|${plain.toUpperCase()})`, 'gu');
  }
  const isShort = /^\p{Script=Latin}+$/u.test(term) && term.length < SHORTEST;
  return isShort ? asWord(loosely(term, ''), 'gu') : asWord(anySpelling(loosely(term, '')), 'giu');
}

/** Where a word begins, as a pattern. */
export const WORD_BEGINS = '(?<![\\p{L}\\p{M}\\p{N}])';
/** Where one ends. */
export const WORD_ENDS = '(?![\\p{L}\\p{M}\\p{N}])';

/** Letters that are also written with others, either for the other: Müller and Mueller, Sørensen and Soerensen. */
const SPELLINGS = ['ä|æ|ae', 'ö|ø|œ|oe', 'ü|ue', 'å|aa', 'ß|ss'];
const SPELLED = new RegExp(SPELLINGS.join('|'), 'giu');

/** A pattern of letters, in whatever way they are spelled. */
const anySpelling = (pattern: string) =>
  pattern.replaceAll(SPELLED, (written) => {
    const letter = written.toLowerCase();
    const spellings = SPELLINGS.find((one) => one.split('|').includes(letter)) ?? letter;
    return `(?:${spellings})`;
  });

const asWord = (pattern: string, flags: string) => new RegExp(WORD_BEGINS + pattern + WORD_ENDS, flags);

/** A pattern of what was typed, with any dash and any apostrophe for another. @param space what finds white space */
export function loosely(text: string, space: string): string {
  return text
    .replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replaceAll(/\s+/g, space)
    .replaceAll(/['’‘ʼ]/g, "['’‘ʼ]")
    .replaceAll(/[-‐‑–]/g, '[-‐‑–]');
}
