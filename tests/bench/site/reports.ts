// `POST /api/reports` of a site that is measured: all as it is, but nobody is ever refused for coming too often. The
// limits are counted as always, in the same step; only how much they allow is changed, and under which names they are
// counted: so that the form never finds the site busy, and asks nobody for a proof of work.
import { createReportHandler } from '../../../functions/api/reports.ts';
import { route } from '../../../functions/route.ts';
import type { Store } from '../../../functions/store/store.ts';

export const ALL = route((parts) => {
  const store: Store = {
    ...parts.store,
    createCase: (input) =>
      parts.store.createCase({
        ...input,
        limits: input.limits.map((limit) => ({
          ...limit,
          key: `bench:${limit.key}`,
          most: Number.MAX_SAFE_INTEGER,
        })),
      }),
  };
  const isMailed = process.env['BENCH_MAIL'] !== 'off';
  const background = isMailed ? parts.background : { ...parts.background, run: () => undefined };
  return createReportHandler({ ...parts, store, background });
});
