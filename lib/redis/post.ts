import { CodedError } from '../errors';
import { parseAnswer, type EncodedReply } from './decode';
import { exchange, unreachable, type ResendPolicy } from './exchange';
import type { Endpoint } from './parcel';
import type { Send, SendAnswer } from './send-types';

/** What became of one request: one of `replies`, `refusal` and `failure` is set. */
export interface Posted {
  attempts: number;
  receivedBytes: number;
  /** One for each command. */
  replies?: EncodedReply[];
  /** The endpoint's words where it refused the request as a whole. */
  refusal?: string;
  /** Why there is no answer that could be used. */
  failure?: unknown;
}

/** Posts the body of `commands` commands to an endpoint. Never rejects. */
export type Post = (
  endpoint: Endpoint,
  request: { body: string; commands: number; signal?: AbortSignal | undefined },
) => Promise<Posted>;

/** Speaks the REST protocol to one address with one token, over `send`. */
export function createPost(url: string, token: string, send: Send, policy: ResendPolicy): Post {
  const urls: Record<Endpoint, string> = {
    command: url,
    pipeline: `${url}/pipeline`,
    'multi-exec': `${url}/multi-exec`,
  };
  let headers: Record<string, string> = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'upstash-encoding': 'base64',
  };

  return async (endpoint, { body, commands, signal }) => {
    const request = { url: urls[endpoint], headers, body, signal };
    const { attempts, answer, failure } = await exchange(send, request, policy);
    if (!answer) return { attempts, receivedBytes: 0, failure };
    // Sent back with the next request, it makes a replica wait until it has seen this process's writes.
    if (answer.syncToken && answer.syncToken !== headers['upstash-sync-token']) {
      headers = { ...headers, 'upstash-sync-token': answer.syncToken };
    }
    return { attempts, receivedBytes: answer.bytes, ...interpret(endpoint, answer, commands) };
  };
}

type Meaning = Pick<Posted, 'replies' | 'refusal' | 'failure'>;

function interpret(endpoint: Endpoint, answer: SendAnswer, commands: number): Meaning {
  const { status } = answer;
  if (status === 401 || status === 403) {
    return { failure: new CodedError('redis_unauthorized', 'Redis refused the credentials.') };
  }
  if (status === 429 || status > 500) return unusable(answer, `status ${status}`);
  try {
    const parsed = parseAnswer(answer.body);
    if (endpoint === 'command') {
      if (isReply(parsed)) return { replies: [parsed] };
    } else if (Array.isArray(parsed) && parsed.length === commands && parsed.every(isReply)) {
      return { replies: parsed };
    } else if (status >= 400 && isReply(parsed) && parsed.error) {
      return { refusal: parsed.error };
    }
    return unusable(answer, `status ${status} and a body of another shape`);
  } catch (error) {
    return unusable(answer, `status ${status} and a body that is not JSON`, error);
  }
}

function unusable({ retryAfter }: SendAnswer, what: string, cause?: unknown): Meaning {
  const seconds = Number(retryAfter);
  const reason = new Error(`The endpoint answered with ${what}`, { cause });
  return { failure: unreachable(reason, seconds > 0 ? seconds : undefined) };
}

const isReply = (value: unknown): value is EncodedReply =>
  typeof value === 'object' && value !== null && ('result' in value || 'error' in value);
