import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { GroupCommit } from '../../functions/store/sqlite/commit.ts';

/** A database that tells what it was asked to do outside its statements. */
function openMemory() {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE notes (text TEXT UNIQUE)');
  const said: string[] = [];
  const exec = database.exec.bind(database);
  database.exec = (sql) => {
    said.push(sql);
    exec(sql);
  };
  const commits = new GroupCommit(database);
  const add = (text: string) =>
    commits.step(() => database.prepare('INSERT INTO notes VALUES (?)').run(text));
  const notes = () =>
    database
      .prepare('SELECT text FROM notes ORDER BY text')
      .all()
      .map(({ text }) => text);
  return { database, commits, add, notes, said };
}

describe('committing together', () => {
  it('what arrives at once shares a commit, and each gets its own answer', async () => {
    const { commits, add, notes, said } = openMemory();
    const answers = await Promise.all([add('a'), commits.step(() => 7), add('b')]);
    expect(answers[1]).toBe(7);
    expect(notes()).toEqual(['a', 'b']);
    expect(said).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
    await add('c');
    expect(said).toHaveLength(4);
  });

  it('one that fails leaves nothing and takes no other with it', async () => {
    const { commits, add, notes } = openMemory();
    const half = commits.step(() => {
      throw new Error('half-way');
    });
    const settled = await Promise.allSettled([add('a'), half, add('a'), add('b')]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(notes()).toEqual(['a', 'b']);
  });

  it('nobody is answered before the commit, and one that fails is a failure for all that it was for', async () => {
    const { database, add, notes } = openMemory();
    const { exec } = database;
    database.exec = (sql) => {
      if (sql === 'COMMIT') throw new Error('the disk is full');
      exec(sql);
    };
    const settled = await Promise.allSettled([add('a'), add('b')]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(notes()).toEqual([]);
    database.exec = exec;
    await add('a');
    expect(notes()).toEqual(['a']);
  });

  it('what still waits is committed on the way out', async () => {
    const { commits, add, notes } = openMemory();
    const waiting = add('a');
    commits.flush();
    expect(notes()).toEqual(['a']);
    await waiting;
  });
});
