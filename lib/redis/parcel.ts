import type { Reply } from './decode';
import type { TraceRecorder } from './record';

export type Endpoint = 'command' | 'pipeline' | 'multi-exec';

/** What one call of the client wants carried: one command, a pipeline or a transaction. */
export interface Parcel {
  endpoint: Endpoint;
  commands: readonly (readonly unknown[])[];
  /** The body as it would travel alone. */
  json: string;
  /** Whose it is: what one caller starts in one tick is carried out in that order. */
  caller: object;
  trace: TraceRecorder | undefined;
  signal: AbortSignal | undefined;
  /** True once the caller has its answer, or gave up. */
  settled: boolean;
  resolve(reply: Reply | Reply[]): void;
  reject(reason: unknown): void;
}

/** The body of a request that carries several parcels: their commands in order, as one pipeline. */
export function joinBodies(parcels: readonly Parcel[]): string {
  return `[${parcels.map(itemsOf).join(',')}]`;
}

/** A parcel's commands as items of a pipeline, without the brackets around them. */
export function itemsOf({ endpoint, json }: Parcel): string {
  return endpoint === 'command' ? json : json.slice(1, -1);
}
