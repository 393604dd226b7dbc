/** The longest `Cookie` header that is looked at, in characters; browsers send a few hundred. */
const LONGEST = 8192;

/**
 * The value of a cookie that a request brings, as it stands in the header (RFC 6265, section 4.2): pairs between `;`,
 * with spaces and tabs around them and nothing else taken for one. Null when there is none of exactly this name, and
 * also when there are several: a page elsewhere in the domain may have set one of them, and neither the first nor the
 * last says which. Null as well for a header that no browser sends.
 */
export function cookieOf(request: Request, name: string): string | null {
  const header = request.headers.get('cookie') ?? '';
  if (header.length > LONGEST) return null;
  const values = header.split(';').flatMap((text) => {
    const pair = withoutBlanks(text);
    return pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : [];
  });
  const [value = null] = values;
  return values.length === 1 ? value : null;
}

/** Without spaces and tabs around it. `trim` would take away what else Unicode has for a space. */
function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
