import { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The names between braces in a path: `/api/users/{id}/clicks` has `id`. */
export type PathParameters<Path extends string> =
  Path extends `${string}{${infer Name}}${infer Rest}` ? Name | PathParameters<Rest> : never;

/**
 * What one call costs on a host that bills by the command. Every pipelined command counts, and so does
 * every command inside a script plus the EVALSHA itself. The conformance tests count both on a real Redis.
 */
export interface Cost {
  /** HTTP round trips to Redis. */
  roundTrips: number;
  /** Redis commands at the most, for the call that `of` describes. */
  commands: number;
  /** The call that was counted: "one view by a known visitor", say. */
  of: string;
}

/** Who may call: anyone, who has signed in, or who has the role `admin`. An API key stands for its owner. */
export type Tier = 'anyone' | 'user' | 'admin';

/**
 * One operation of the HTTP API: the only place for its schemas. The route handler, the browser's caller,
 * the OpenAPI document and the tests all read it.
 */
export interface Operation<
  Path extends string = string,
  Params extends z.ZodType | undefined = z.ZodType | undefined,
  Query extends z.ZodType | undefined = z.ZodType | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Result extends z.ZodType = z.ZodType,
> {
  method: Method;
  /** The route with its parameters in braces, as OpenAPI writes it. */
  path: Path;
  /** One line for the reference. */
  summary: string;
  tier: Tier;
  /** With tier `user`: the path parameter that names whose this is. Only they, and admins, may call. */
  self?: string;
  /** The rate limit that guards it, of lib/guard/policies.ts; absent where none does. */
  policy?: string;
  /** The path's parameters; an object schema with just the names that the path has. */
  params?: Params;
  /** The query string's fields, each sent as text. */
  query?: Query;
  /** The JSON body. */
  body?: Body;
  /**
   * Instead of `body`, one line of a body of JSON lines (`application/x-ndjson`). It is not read before the function
   * runs, which takes it line by line with `readLines`.
   */
  line?: z.ZodType;
  /** The body's bound in bytes; 64 KiB where none is said. */
  maxBodyBytes?: number;
  result: Result;
  /** What the answer is, where that is not `application/json`. */
  media?: string;
  /** The status of a success; 200 where none is said. */
  status?: 200 | 201 | 202;
  /** The error codes (lib/errors.ts) that a caller should expect besides those common to all. */
  errors?: readonly string[];
  /** True where pages of any origin may call this without being listed in ALLOWED_ORIGINS. */
  anyOrigin?: boolean;
  /** True for a read that is the same for every caller: one server may give several of them one answer. */
  shareable?: boolean;
  /** The cost of the calls that users pay for; empty for what touches no Redis. */
  cost: readonly Cost[];
}

/** Any operation, for code that walks the catalogue. */
export type AnyOperation = Operation;

export type ParamsOf<O> = O extends { params: infer S extends z.ZodType } ? z.output<S> : undefined;
export type QueryOf<O> = O extends { query: infer S extends z.ZodType } ? z.output<S> : undefined;
export type BodyOf<O> = O extends { body: infer S extends z.ZodType } ? z.output<S> : undefined;
export type ResultOf<O> = O extends { result: infer S extends z.ZodType } ? z.output<S> : never;
/** What a caller sends, before the schema's defaults are filled in. */
export type InputOf<O> = (O extends { params: infer S extends z.ZodType }
  ? { params: z.input<S> }
  : object) &
  (O extends { query: infer S extends z.ZodType } ? { query?: z.input<S> } : object) &
  (O extends { body: infer S extends z.ZodType } ? { body: z.input<S> } : object);

/**
 * States an operation. The compiler refuses a path whose parameters are not just those of `params`.
 */
export function defineOperation<const Path extends string, const O extends Operation<Path>>(
  operation: O & { path: Path } & ([PathParameters<Path>] extends [never]
      ? { params?: undefined }
      : { params: z.ZodObject<Record<PathParameters<Path>, z.ZodType>> }),
): O {
  return operation;
}

/** One thing that a pattern promises, and what it costs to keep. */
export interface Guarantee {
  promise: string;
  cost?: string;
}

/** What a room says of itself: navigation, overview, OpenAPI and the conformance tests derive from it. */
export interface PatternContract {
  /** The room's folder in lib/patterns and the name of its proof. */
  slug: string;
  title: string;
  category: 'cache' | 'guard' | 'measure' | 'work' | 'people' | 'bulk';
  /** One sentence: what it is for. */
  summary: string;
  /** The path of its page. */
  page: string;
  guarantees: readonly Guarantee[];
  operations: Record<string, AnyOperation>;
}

/** States a pattern; the identity, kept for its types. */
export function definePattern<const P extends PatternContract>(pattern: P): P {
  return pattern;
}

/**
 * Whether Redis takes the numbers of a cursor: it counts in 64 bits, and refuses larger ones with an error. The
 * largest itself is refused too, since nothing can come after it.
 */
export const isCursor = (text: string): boolean =>
  text.split(/\D/).every((digits) => digits.length <= 20 && BigInt(digits) < 2n ** 64n - 1n);

/** False for the id before all entries of a stream, however it is spelled: Redis refuses to look before it. */
export const hasEarlier = (streamId: string): boolean => /[1-9]/.test(streamId);

/**
 * A whole number from 0 up of a query string, where all is text: digits and nothing else. JavaScript itself would read
 * '' and ' ' as 0, '0x10' as 16 and '1e3' as 1000.
 */
export const wholeNumber = (min: number, max: number) =>
  z.preprocess(
    (text) => (typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : text),
    z
      .int({ error: ({ code }) => (code === 'invalid_type' ? 'Not a whole number' : undefined) })
      .min(min)
      .max(max),
  );
