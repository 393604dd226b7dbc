/** The ids of what describes a field of the form: its help, its error, and for a long text what is left of it. */
export function describedBy(name: string, ...more: 'count'[]): string {
  return ['help', 'error', ...more].map((part) => `${part}-${name}`).join(' ');
}
