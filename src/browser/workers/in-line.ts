/**
 * Makes a line of its own: what is put into it begins when all before it is over, however that went.
 * @returns puts work into the line, and gives what comes of it
 */
export function makeLine(): <Result>(work: () => Result | Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  // Not the outcome itself: the line holds nothing (a sealed file, say) that nobody wants any more.
  const over = () => undefined;
  return (work) => {
    const done = last.then(work);
    last = done.then(over, over);
    return done;
  };
}
