import type { Operation } from '@/lib/contract';
import type { Call } from '../support/api';

/** A call, or how to make one of what the calls before it left. */
type Prepared = Call | (() => Promise<Call>);

/** How one stated cost of an operation is brought about. */
export interface Exercise {
  operation: Operation;
  /** The `of` of the cost that this call has. */
  of: string;
  /** Calls that come before and are not counted: of the same operation, where none is named. */
  before?: (Prepared & { operation?: Operation })[];
  call: Prepared;
}
