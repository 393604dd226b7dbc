import { expect, it } from 'vitest';
import { createMessageHandler } from '../../functions/api/case-messages.ts';
import { SITE } from '../support/parts.ts';
import { codeOf, staffDesk } from '../support/staff-desk.ts';

/** A case, and how its reporter and a member write in it. */
async function conversation() {
  const desk = await staffDesk();
  const { reference, path, token } = await desk.newCase();
  const handle = createMessageHandler(desk.parts);
  const cookie = await desk.signIn(0);
  /** A follow-up that says which number it has; `again` is one that was sent before. */
  const writeAs = async (number?: unknown, again?: { id: string; sealed: string }) => {
    const message = again ?? (await desk.reply());
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const body = JSON.stringify(number === undefined ? message : { ...message, number });
    return handle(new Request(`${SITE}/api/case/messages`, { method: 'POST', body, headers }), {});
  };
  const answer = async (number: number, version: number) =>
    desk.request(
      'POST',
      `${path}/messages`,
      { version, message: { ...(await desk.reply()), number } },
      { cookie },
    );
  const numbers = async () => (await desk.store.readMessages(reference)).map((one) => one.number);
  return { desk, writeAs, answer, numbers };
}

it('a follow-up that names the number that it gets is taken, and one that names none goes where there is room', async () => {
  const { writeAs, numbers } = await conversation();
  expect((await writeAs(2)).status).toBe(201);
  expect((await writeAs()).status).toBe(201);
  expect((await writeAs(4)).status).toBe(201);
  expect(await numbers()).toEqual([1, 2, 3, 4]);
});

it.each([3, 99])(
  'a follow-up that names a number that it would not get (%i) is refused, and nothing of it stays',
  async (number) => {
    const { desk, writeAs, numbers } = await conversation();
    expect(await codeOf(await writeAs(number))).toEqual([409, 'number-taken']);
    expect((await writeAs(2)).status).toBe(201);
    expect(await codeOf(await writeAs(2))).toEqual([409, 'number-taken']);
    expect(await numbers()).toEqual([1, 2]);
    expect((await desk.store.outboxState()).waiting).toBe(1);
  },
);

it('of two follow-ups with one number one is taken, however they come', async () => {
  const { writeAs, numbers } = await conversation();
  const answers = await Promise.all([writeAs(2), writeAs(2), writeAs(2)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  expect(await numbers()).toEqual([1, 2]);
});

it('a follow-up whose answer was lost is the same message again, also where its number is taken by itself', async () => {
  const { desk, writeAs, numbers } = await conversation();
  const message = await desk.reply();
  expect((await writeAs(2, message)).status).toBe(201);
  expect((await writeAs(2, message)).status).toBe(200);
  expect(await numbers()).toEqual([1, 2]);
});

it.each([1, 0, -1, 2.5, '2', null])(
  'a number that no follow-up can have (%j) is no field of this address',
  async (number) => {
    const { writeAs } = await conversation();
    expect(await codeOf(await writeAs(number))).toEqual([422, 'invalid-fields']);
  },
);

it('a reply of the team that names a number that has passed is a conflict, as any change of a case seen too long ago', async () => {
  const { writeAs, answer, numbers } = await conversation();
  expect((await writeAs(2)).status).toBe(201);
  expect(await codeOf(await answer(2, 2))).toEqual([412, 'version-conflict']);
  expect((await answer(3, 2)).status).toBe(201);
  expect(await numbers()).toEqual([1, 2, 3]);
});
