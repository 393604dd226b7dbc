/**
 * What stands in `From` (RFC 5322): the address of the setting, under a name. A name that whoever runs the desk gave there
 * themselves stays.
 * @param setting `address`, or `Name <address>`
 * @param name of the site, in the language of the mail
 */
export function fromOf(setting: string, name: string): string {
  if (setting.includes('<')) return setting;
  // Nothing ends the quotes, or the line.
  return `"${name.replaceAll(/[\\"\p{Cc}]/gu, '')}" <${setting.trim()}>`;
}
