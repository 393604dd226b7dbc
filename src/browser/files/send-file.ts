// One sealed file on its way: tried again after a while, taken up where it stopped, given up where that is of no use.

import {
  askWhatIsIn,
  BusyError,
  type Destination,
  type Progress,
  RefusedError,
  sendMissing,
} from './upload-parts.ts';

/** Waits before another try, in ms; after the last one a person decides. */
const BACK_OFF = [500, 1000, 2000, 4000, 8000];

export type FileState = 'sealing' | 'sending' | 'retrying' | 'busy' | 'failed' | 'cancelled';

/** What of a file is in; after a failure nobody knows what arrived: the server does. */
export interface Going {
  progress: Progress;
  isUncertain: boolean;
}

/** Who hears how it goes. */
export interface Told {
  state: (state: FileState) => void;
  /** Something goes out, or more is in. */
  moved: () => void;
  /** After a failure more is in. */
  goesOn: () => void;
}

/**
 * Sends what is not in yet of a file.
 * @param seal gives it sealed
 * @throws Error when it is given up: refused, stopped by the signal of its destination, or tried often enough
 */
export async function sendFile(
  going: Going,
  seal: () => Promise<Blob>,
  destination: Destination,
  told: Told,
): Promise<void> {
  const { progress } = going;
  const { signal } = destination;
  for (let tries = 0; !progress.isComplete; ) {
    try {
      signal.throwIfAborted();
      told.state('sealing');
      const sealed = await seal().catch(() => {
        // Another try changes nothing by itself; a person may ask for one.
        throw new RefusedError();
      });
      told.state('sending');
      if (going.isUncertain) await askWhatIsIn(progress, destination);
      going.isUncertain = false;
      await sendMissing(sealed, progress, destination, {
        moved: told.moved,
        arrived() {
          if (tries > 0) told.goesOn();
          tries = 0;
          told.moved();
        },
      });
    } catch (error) {
      going.isUncertain = true;
      const pauseFor = BACK_OFF[tries];
      tries += 1;
      if (signal.aborted || error instanceof RefusedError || pauseFor === undefined) {
        told.state(signal.aborted ? 'cancelled' : 'failed');
        throw error;
      }
      const isBusy = error instanceof BusyError;
      told.state(isBusy ? 'busy' : 'retrying');
      await pause(isBusy ? error.wait : pauseFor, signal);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
