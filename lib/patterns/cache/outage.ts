import { CodedError } from '../../errors';

/** Redis could not be asked: what was to be read from it is loaded instead. */
export class RedisDown extends Error {
  override readonly name = 'RedisDown';
}

/** Does what asks Redis. @throws RedisDown where it cannot be asked; what Redis itself refuses is a defect */
export async function reach<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw isOutage(error) ? new RedisDown('Redis cannot be reached', { cause: error }) : error;
  }
}

function isOutage(error: unknown): boolean {
  if (error instanceof CodedError) return error.code === 'redis_unreachable';
  return error instanceof TypeError && error.message === 'fetch failed';
}
