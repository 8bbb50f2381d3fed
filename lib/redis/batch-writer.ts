import { newOperationId, type OperationId } from './operation-id';

/** Gathers what is noted in this process and writes it in batches, so that it costs less than what it tells of. */
export interface BatchWriter<Batch> {
  /** Adds to the batch that is written next. */
  note(add: (batch: Batch) => void): void;
  /**
   * Writes what was noted until now; nothing where nothing was. After a failure the same batch is sent again under the
   * same id.
   */
  flush(): Promise<void>;
  /**
   * `flush`, where it is time. Call it after each answer: a platform that freezes a process between requests stops its
   * timers too. Never rejects.
   */
  flushIfDue(): Promise<void>;
}

interface BatchWriterOptions<Batch> {
  empty(): Batch;
  write(batch: Batch, operationId: OperationId): Promise<unknown>;
  /** A batch is written so long after its first note, in milliseconds; 0 leaves it to `flush`. A minute unless told. */
  everyMs?: number | undefined;
  /** Told of a flush that failed by itself; it is tried again. */
  onError?: ((error: unknown) => void) | undefined;
}

/** Once so many notes are there, they are written within a second: a busy minute is seen as it goes. */
const many = 100;
const soonMs = 1_000;
/** What could not be written is tried again after so long. */
const againMs = 10_000;

export function createBatchWriter<Batch>({
  empty,
  write,
  everyMs = 60_000,
  onError = () => undefined,
}: BatchWriterOptions<Batch>): BatchWriter<Batch> {
  let noted = empty();
  let notes = 0;
  let sending: { batch: Batch; operationId: OperationId } | undefined;
  let writing: Promise<void> | undefined;
  let queued: Promise<void> | undefined;
  let dueAt = Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function send(): Promise<void> {
    const { batch, operationId } = sending!;
    await write(batch, operationId);
    sending = undefined;
  }

  /** What failed before, then what is noted by now; what comes meanwhile waits, or this would never end. */
  async function writeOnce(): Promise<void> {
    try {
      if (sending) await send();
      if (notes === 0) return;
      sending = { batch: noted, operationId: newOperationId() };
      noted = empty();
      notes = 0;
      dueAt = Infinity;
      await send();
    } catch (error) {
      dueAt = Infinity;
      dueWithin(Math.min(everyMs, againMs));
      throw error;
    }
  }

  /** One at a time. Who asks while one is under way waits for the next, in which its notes are. */
  const flush = () =>
    (queued ??= (writing ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        queued = undefined;
        return (writing = writeOnce().finally(() => (writing = undefined)));
      }));

  function dueWithin(ms: number): void {
    const at = performance.now() + ms;
    if (everyMs === 0 || at >= dueAt) return;
    dueAt = at;
    clearTimeout(timer);
    timer = setTimeout(() => void flushIfDue(), ms + 1);
    // What is noted does not keep a process alive. Where timers are numbers there is nothing to let go of.
    if (typeof timer === 'object') timer.unref();
  }

  async function flushIfDue(): Promise<void> {
    if (performance.now() < dueAt) return;
    await flush().catch(onError);
  }

  return {
    note(add) {
      add(noted);
      notes += 1;
      dueWithin(notes >= many ? Math.min(everyMs, soonMs) : everyMs);
    },
    flush,
    flushIfDue,
  };
}
