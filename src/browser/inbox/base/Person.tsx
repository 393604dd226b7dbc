import { shortColleague } from './short-colleague.ts';

/** Who it is: short, and whole for who points at it or has it read. */
export function Person({ name, id }: { name: string; id?: string }) {
  const short = shortColleague(name);
  if (short === name) return <bdi id={id}>{name}</bdi>;
  return (
    <bdi id={id} class="behind" tabIndex={0}>
      {short}
      <span class="whole">{name}</span>
    </bdi>
  );
}
