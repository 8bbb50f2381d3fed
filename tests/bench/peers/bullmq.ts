/** The part of BullMQ that is used here. */
interface BullMq {
  Queue: new (
    name: string,
    options: object,
  ) => {
    addBulk(jobs: { name: string; data: unknown; opts: object }[]): Promise<unknown>;
    obliterate(options: { force: boolean }): Promise<void>;
    close(): Promise<void>;
  };
  Worker: new (
    name: string,
    process: (job: { data: { batch: number } }) => Promise<void>,
    options: object,
  ) => { waitUntilReady(): Promise<unknown>; close(force?: boolean): Promise<void> };
}

/** BullMQ over TCP, adding and processing in one process, as its users run it. */
export interface BullQueue {
  /** Adds so many jobs in one call, and resolves when all of them are processed. */
  addAndProcess(size: number): Promise<void>;
  close(): Promise<void>;
}

export async function createBullQueue(url: string, concurrency: number): Promise<BullQueue> {
  // Installed only where benches run, so the type checker must not look for it.
  const name = 'bullmq';
  const { Queue, Worker } = (await import(name)) as BullMq;
  const { hostname: host, port, password } = new URL(url);
  const connection = { host, port: Number(port), password, maxRetriesPerRequest: null };
  const id = `bench-${crypto.randomUUID()}`;
  const queue = new Queue(id, { connection });
  const left = new Map<number, { jobs: number; done(): void }>();
  const worker = new Worker(
    id,
    async ({ data }) => {
      const batch = left.get(data.batch)!;
      if (--batch.jobs === 0) batch.done();
    },
    { connection, concurrency },
  );
  await worker.waitUntilReady();
  let batches = 0;
  return {
    async addAndProcess(size) {
      const batch = ++batches;
      const processed = new Promise<void>((done) => left.set(batch, { jobs: size, done }));
      const jobs = Array.from({ length: size }, () => ({
        name: 'bench',
        data: { batch, to: 'ann@example.com' },
        opts: { removeOnComplete: 1_000 },
      }));
      await queue.addBulk(jobs);
      await processed;
      left.delete(batch);
    },
    async close() {
      await worker.close();
      await queue.obliterate({ force: true });
      await queue.close();
    },
  };
}
