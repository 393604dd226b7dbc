/** Makes something that lets one through at a time, each so many ms after the one before. */
export function makePace(apart: number): () => Promise<void> {
  let next = 0;
  return async () => {
    const now = performance.now();
    const wait = Math.max(0, next - now);
    next = Math.max(now, next) + apart;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  };
}
