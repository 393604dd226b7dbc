// Where sealed files stay that are not sent yet: in this browser (IndexedDB). What is readable of one is whose it is, of
// which case, what for, and since when.

/** A sealed file as it is kept. */
export interface StoredFile {
  /** 16 bytes in hexadecimal. */
  id: string;
  /** The member's fingerprint. */
  by: string;
  reference: string;
  /** Chosen for a reply; or of one that is sent, and on its way. */
  kind: 'chosen' | 'upload';
  /** Ms since 1970, by the clock of this machine. */
  at: number;
  sealed: Blob;
}

/** Which ones: all that have these. */
type Which = Partial<Pick<StoredFile, 'id' | 'by' | 'reference' | 'kind'>>;

const [DATABASE, STORE] = ['meldpunt-files', 'files'];
/** So long one is kept, in ms. */
export const KEPT_FOR = 7 * 24 * 60 * 60 * 1000;

/** Keeps one; false where the browser keeps nothing, or not that much. Never throws. */
export async function storeFile(file: StoredFile): Promise<boolean> {
  return transact('readwrite', (store) => store.put(file)).then(
    () => true,
    () => false,
  );
}

/** Those that are kept, the oldest first; what is too old goes. Never throws. */
export async function storedFiles(which: Which, now = Date.now()): Promise<StoredFile[]> {
  const all = await transact<StoredFile[]>('readonly', (store) => store.getAll()).catch(() => []);
  const isOld = ({ at }: StoredFile) => now - at > KEPT_FOR;
  for (const { id } of all.filter(isOld)) await remove(id);
  const isMeant = (file: StoredFile) =>
    Object.entries(which).every(([name, value]) => file[name as keyof Which] === value);
  return all.filter((file) => !isOld(file) && isMeant(file)).sort((one, other) => one.at - other.at);
}

/** Removes those. Never throws. */
export async function removeFiles(which: Which): Promise<void> {
  for (const { id } of await storedFiles(which)) await remove(id);
}

async function remove(id: string): Promise<void> {
  // What can't be removed is too old one day.
  await transact('readwrite', (store) => store.delete(id)).catch(() => undefined);
}

async function transact<Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await open(mode);
  try {
    const transaction = database.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    return request.result;
  } finally {
    database.close();
  }
}

/** Only what is written makes the database: a browser in which no file was chosen has none. */
function open(mode: IDBTransactionMode): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      if (mode === 'readonly') request.transaction?.abort();
      else request.result.createObjectStore(STORE, { keyPath: 'id' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
