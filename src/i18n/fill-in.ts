/** Puts values in the place of `{{name}}`, where i18next itself is not at hand: in the browser and the terminal. */
export function fillIn(text: string, values: Record<string, string | number | undefined>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
}
