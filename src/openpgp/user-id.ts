/** The address in a user id such as `Team <team@example.org>`, or the whole of one that is just an address; lower case. */
export function addressIn(userId: string): string {
  return (/<([^<>]+)>\s*$/.exec(userId)?.[1] ?? userId).trim().toLowerCase();
}
