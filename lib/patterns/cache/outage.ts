import { isOutage } from '../../redis/outage';

/** Redis could not be asked: what was to be read from it is loaded instead. */
export class RedisDown extends Error {
  override readonly name = 'RedisDown';
}

/** Does what asks Redis. @throws RedisDown where it is away or refuses to work; any other error is a defect */
export async function reach<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw isOutage(error) ? new RedisDown('Redis cannot be reached', { cause: error }) : error;
  }
}
