// What the tabs of one browser tell each other: they share a session, so that what ends it in one ends it in all.

/** Somebody signed out, or the session is over; or somebody signed in, by their fingerprint. */
export type TabNews = { over: 'signed-out' | 'ended' } | { signedIn: string };

const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel('meldpunt-desk') : null;

/** Tells all other tabs. */
export function tellTabs(news: TabNews): void {
  channel?.postMessage(news);
}

/** Hears what other tabs tell. */
export function onTabs(listener: (news: TabNews) => void): void {
  channel?.addEventListener('message', ({ data }: MessageEvent<TabNews>) => listener(data));
}
