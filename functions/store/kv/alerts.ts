import { z } from 'zod';
import type { AlertStore } from '../contract/alerts.ts';
import { alertSchema } from '../records.ts';
import { type NewAlert, secondsUntil } from '../store.ts';
import type { KvClient } from './client.ts';
import { COUNT_HITS, limitShape, limitsAt } from './hits.ts';
import { ADD_MAILS, mailShape } from './outbox.ts';
import { readRecord, yesOrNo } from './replies.ts';
import { type Given, type Shape, script, shared } from './script.ts';

/** A new alert, with the mail that asks to confirm it and the limits on such mails. */
export const alertShape = {
  values: ['id', 'record'],
  one: { mail: mailShape },
  lists: { limits: limitShape },
} as const satisfies Shape;

/** Sets the alert of a case; without one, takes it away. */
export const PUT_ALERT = shared(
  [],
  `
  local function putAlert(reference, alert)
    local name = prefix .. 'alert:' .. reference
    local old = redis.call('HGET', name, 'id')
    if old then redis.call('DEL', prefix .. 'alert-id:' .. old) end
    redis.call('DEL', name)
    if not alert then return end
    redis.call('HSET', name, 'id', alert.id, 'record', alert.record)
    redis.call('SET', prefix .. 'alert-id:' .. alert.id, reference)
  end`,
);

/** Whether there is a case in this hash that its reporter has not withdrawn. */
export const IS_WITH_REPORTER = shared(
  [],
  `
  local function isWithReporter(case)
    return redis.call('EXISTS', case) == 1 and redis.call('HEXISTS', case, 'withdrawn') == 0
  end`,
);

/** Gives what `countHits` does. */
const setScript = script(
  {
    uses: [ADD_MAILS, COUNT_HITS, PUT_ALERT, IS_WITH_REPORTER],
    keys: ['case'],
    values: ['reference', 'now'],
    maybe: { alert: alertShape },
  },
  `
  if not isWithReporter(case) then return '0' end
  local waitUntil = countHits(alert and alert.limits or {})
  if waitUntil > 0 then return tostring(waitUntil) end
  putAlert(reference, alert)
  if alert then addMails({alert.mail}, now) end
  return '0'`,
);

const findScript = script({ keys: ['alert'] }, "return redis.call('HMGET', alert, 'record', 'confirmed')");

const answerScript = script(
  { uses: [PUT_ALERT], keys: ['alertId'], values: ['isWanted'] },
  `
  local reference = redis.call('GET', alertId)
  if not reference then return {} end
  local alert = prefix .. 'alert:' .. reference
  local record, confirmed = unpack(redis.call('HMGET', alert, 'record', 'confirmed'))
  if isWanted == '1' then
    redis.call('HSET', alert, 'confirmed', '1')
  else
    putAlert(reference)
  end
  return {reference, record, confirmed or '0'}`,
);

const answerReply = z.union([z.tuple([z.string(), z.string(), yesOrNo]), z.tuple([])]);
const alertReply = z.tuple([z.string().nullable(), z.string().nullable()]);

/** The alerts of the kv adapter. */
export function kvAlerts({ run }: KvClient): AlertStore {
  return {
    async setAlert({ reference, alert, now }) {
      const given = { reference, now, alert: alert && alertAt(alert, now) };
      const waitUntil = await run(z.coerce.number(), setScript, { case: `case:${reference}` }, given);
      return waitUntil === 0 ? null : secondsUntil(waitUntil * 1000, now);
    },
    async findAlert(reference) {
      const [record, confirmed] = await run(alertReply, findScript, { alert: `alert:${reference}` }, {});
      if (record === null) return null;
      const alert = readRecord(alertSchema, record);
      return { ...alert, isConfirmed: alert.isConfirmed || confirmed === '1' };
    },
    async answerAlert({ alertId, isWanted }) {
      const reply = await run(answerReply, answerScript, { alertId: `alert-id:${alertId}` }, { isWanted });
      if (reply.length === 0) return null;
      const [reference, record, confirmed] = reply;
      const alert = readRecord(alertSchema, record);
      return { reference, alert: { ...alert, isConfirmed: alert.isConfirmed || confirmed } };
    },
  };
}

/** A new alert as the scripts take it. */
export function alertAt({ alert, mail, limits }: NewAlert, now: number): Given<typeof alertShape> {
  return { id: alert.id, record: JSON.stringify(alert), mail, limits: limitsAt(limits, now) };
}
