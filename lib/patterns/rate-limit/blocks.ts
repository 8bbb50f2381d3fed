import type { Redis } from '@upstash/redis';
import type { Block } from './contract';
import { keys, maxBlocks } from './keys';

/**
 * The list of blocks, for people to look at. The block itself stands in the caller's record, where a check finds it
 * without a further command.
 */

const maxListed = 100;

/** Lists a block. Over the bound, those that end first are not listed any more. One round trip, three commands. */
export async function writeBlock(redis: Redis, prefix: string, block: Block): Promise<void> {
  const key = keys.blocks({ prefix });
  await redis
    .pipeline()
    .zadd(key, { score: block.until, member: memberOf(block) })
    .zremrangebyrank(key, 0, -maxBlocks - 1)
    .pexpire(key, keys.blocks.expiry.withinMs ?? 0)
    .exec();
}

/** Takes a block from the list. */
export async function unlistBlock(
  redis: Redis,
  prefix: string,
  block: Pick<Block, 'policy' | 'identifier'>,
): Promise<void> {
  await redis.zrem(keys.blocks({ prefix }), memberOf(block));
}

/** The blocks that end after `now`, in epoch milliseconds, the last to end first. */
export async function listBlocks(redis: Redis, prefix: string, now: number): Promise<Block[]> {
  const flat = await redis.zrange<string[]>(keys.blocks({ prefix }), '+inf', `(${now}`, {
    byScore: true,
    rev: true,
    offset: 0,
    count: maxListed,
    withScores: true,
  });
  const blocks: Block[] = [];
  for (let i = 0; i < flat.length; i += 2) {
    const member = flat[i] as string;
    const space = member.indexOf(' ');
    const [policy, identifier] = [member.slice(0, space), member.slice(space + 1)];
    blocks.push({ policy, identifier, until: Number(flat[i + 1]) });
  }
  return blocks;
}

function memberOf({ policy, identifier }: Pick<Block, 'policy' | 'identifier'>): string {
  return `${policy} ${identifier}`;
}
