import type { Send } from './send-types';

/**
 * Loses answers on a schedule, as a network does: the request reaches Redis and is carried out, then its connection
 * is gone. For proofs and tests.
 *
 * @param drops called with the number of each HTTP request, from 1, resends included; true loses its answer.
 */
export function dropAnswers(send: Send, drops: (request: number) => boolean): Send {
  let count = 0;
  const dropping: Send = async (request) => {
    const number = ++count;
    const answer = await send(request);
    if (drops(number)) {
      throw Object.assign(new Error('The connection was lost before the answer arrived'), {
        code: 'ECONNRESET',
      });
    }
    return answer;
  };
  dropping.close = async () => send.close?.();
  return dropping;
}
