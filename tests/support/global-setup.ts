import { runFolder } from './once.ts';

/** Makes the folder of the run before any worker starts; it is removed with the process, see `once.ts`. */
export default function setUp(): void {
  runFolder();
}
