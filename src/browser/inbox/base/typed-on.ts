/**
 * What is left to send of what stands in a field, once what stood there when it was sent has arrived: who typed on behind
 * it has only that left. Whatever else was made of it stays whole.
 */
export function typedOn(now: string, sent: string): string {
  return sent !== '' && now.startsWith(sent) ? now.slice(sent.length).trimStart() : now;
}
