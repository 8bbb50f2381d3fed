import type { Operation } from '@/lib/contract';
import type { Call } from '../support/api';

/** How one stated cost of an operation is brought about. */
export interface Exercise {
  operation: Operation;
  /** The `of` of the cost that this call has. */
  of: string;
  /** Calls of the same operation that come before and are not counted. */
  before?: Call[];
  call: Call;
}
