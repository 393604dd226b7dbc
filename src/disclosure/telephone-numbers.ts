// Telephone numbers in somebody's text: the same digits are the same number, however they are grouped.

/** Seven digits and more, with little and no end of a line between them; bounded marks, so that a text of marks is gone through once. */
const NUMBER = /[+(]{0,3}\d(?:[^\p{L}\p{N}\n]{0,3}\d){6,}/gu;
/** What two ways to write a number have in common at its end: not the code of the country, nor the 0 instead. */
const TAIL = 8;

const digitsOf = (text: string) => text.replaceAll(/\D/g, '');

/** What looks like telephone numbers in a text. */
export const numbersIn = (text: string): RegExpExecArray[] => [...text.matchAll(NUMBER)];

/** The ends of the telephone numbers in a text, in digits. */
export function numberTails(text: string): string[] {
  return numbersIn(text).map(([number]) => digitsOf(number).slice(-TAIL));
}

/** The numbers in a text that have one of `tails` in them. */
export function numbersWith(tails: readonly string[], text: string): RegExpExecArray[] {
  if (tails.length === 0) return [];
  return numbersIn(text).filter(([number]) => {
    const digits = digitsOf(number);
    return tails.some((tail) => digits.includes(tail));
  });
}
