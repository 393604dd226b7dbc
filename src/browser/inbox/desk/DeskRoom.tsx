// What the team has of itself: who is away, and who did what.
import { Absences } from './Absences.tsx';
import { Trail } from './Trail.tsx';

export function DeskRoom() {
  return (
    <>
      <Absences />
      <Trail />
    </>
  );
}
