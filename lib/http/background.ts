/** What goes on once the answer is on its way. What it throws is logged: there is nobody left to tell. */
export type BackgroundWork = () => Promise<unknown>;

/**
 * Puts work off until the request is answered. Where a platform freezes a process between requests, work that is
 * merely not awaited may never be done; this keeps the process until it is. Call it before the answer.
 */
export type Background = (work: BackgroundWork) => void;

/** The platform's part of it: runs the work after the answer, and keeps the process for so long. */
export type RunAfter = (work: BackgroundWork) => void;

/** What a request puts off, to be begun with `begin` when its answer has been made. */
export function createBackground(runAfter: RunAfter, about: string) {
  const putOff: BackgroundWork[] = [];
  const background: Background = (work) => {
    putOff.push(work);
  };
  const tell = (error: unknown) => console.error('After', about, error);
  return {
    background,
    begin() {
      for (const work of putOff.splice(0)) runAfter(() => attempt(work).catch(tell));
    },
  };
}

/** A work that throws before it returns a promise fails as one that rejects. */
async function attempt(work: BackgroundWork): Promise<void> {
  await work();
}
