import type { z } from 'zod';
import type { AnyOperation } from '../contract';
import { CodedError, type FieldError } from '../errors';
import { fieldsOf } from '../faults';
import { checkText } from './check-text';

const defaultMaxBodyBytes = 64 * 1024;

/** A request's parts as its operation's schemas give them, and the raw body for its digest. */
export interface ParsedRequest {
  params: unknown;
  query: unknown;
  body: unknown;
  rawBody: string;
}

/**
 * Reads and validates a request against its contract. All parts are looked at, so a caller learns of every
 * wrong field at once.
 *
 * @throws CodedError `invalid_request` with each field, `unsupported_media_type`, `body_too_large`
 */
export async function readRequest(
  operation: AnyOperation,
  request: Request,
  params: Record<string, string | string[] | undefined>,
): Promise<ParsedRequest> {
  const rawBody = operation.body ? await readBody(operation, request) : '';
  const fields: FieldError[] = [];
  const check = (part: string, schema: z.ZodType | undefined, value: unknown): unknown => {
    if (!schema) return undefined;
    const faults = checkText(part, value);
    if (faults.length > 0) {
      fields.push(...faults);
      return undefined;
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const found of fieldsOf(part, parsed.error.issues))
      if (!fields.some(({ field }) => field === found.field)) fields.push(found);
    return undefined;
  };
  const parsed = {
    params: check('path', operation.params, params),
    query: check('query', operation.query, queryObject(request.url, fields)),
    body: check('body', operation.body, operation.body && parseJson(rawBody)),
    rawBody,
  };
  if (fields.length > 0) {
    const named = fields
      .slice(0, 5)
      .map(({ field }) => field)
      .join(', ');
    throw new CodedError('invalid_request', `Not as the contract asks: ${named}.`, { fields });
  }
  return parsed;
}

/** The key of a query that a caller without headers (sendBeacon) may send instead of the header. */
export const idempotencyQuery = 'idempotency-key';

function queryObject(url: string, fields: FieldError[]): Record<string, string> {
  const query = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URL(url).searchParams) {
    if (name === idempotencyQuery) continue;
    if (name in query) fields.push({ field: `query/${name}`, message: 'Given more than once' });
    query[name] = value;
  }
  return query;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CodedError('invalid_request', 'The body is not valid JSON.', {
      fields: [{ field: 'body', message: 'Not valid JSON' }],
    });
  }
}

async function readBody(operation: AnyOperation, request: Request): Promise<string> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  // text/plain is what a page of another origin can send without asking first, as sendBeacon does.
  const plain = operation.anyOrigin === true && (type === 'text/plain' || type === undefined);
  if (type !== 'application/json' && !plain)
    throw new CodedError('unsupported_media_type', 'Send the body as application/json.');

  const limit = operation.maxBodyBytes ?? defaultMaxBodyBytes;
  const tooLarge = () =>
    new CodedError('body_too_large', `The body may have ${limit} bytes at the most.`);
  if (Number(request.headers.get('content-length')) > limit) throw tooLarge();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > limit) throw tooLarge();
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError('invalid_request', 'The body could not be read as UTF-8 text.', {
      fields: [{ field: 'body', message: 'Not UTF-8, or cut off' }],
      cause: error,
    });
  }
}
