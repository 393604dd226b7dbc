import { setTabItem, tabItem } from '../tab/storage.ts';

const FILES = 'meldpunt-files';

/** How many files go with the unfinished report. Their contents can't be kept, so a reload takes them away: the reporter must be told. */
export const keptFileCount = {
  read: () => Number(tabItem(FILES) ?? 0),
  keep: (count: number) => setTabItem(FILES, String(count)),
  clear: () => setTabItem(FILES, null),
};
