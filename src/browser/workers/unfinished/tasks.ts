/**
 * The tasks of the worker that keeps the secrets of tabs. `tab` names one: a tab, and after a dot what is kept and erased
 * together in it.
 */
export type UnfinishedTasks = {
  /**
   * Seals a text (AES-256-GCM, a fresh iv before it, base64) under that secret, and makes that where there is none.
   * The first time it also erases the secrets of tabs that are gone.
   */
  seal: { input: { tab: string; text: string }; result: string };
  /** Opens it again; null when the secret is gone. */
  open: { input: { tab: string; sealed: string }; result: string | null };
  /** Overwrites the secret: nothing that was sealed under it can be opened any more. */
  erase: { input: string; result: unknown };
};
