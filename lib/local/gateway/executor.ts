import { Answer, JSON_TYPE } from './answer';
import type { ByteString } from './byte-string';
import type { Role } from './command-rules';
import { RequestError } from './errors';
import type { Exchange } from './exchange';
import { JsonReplies } from './json-replies';
import { encodeCommand } from './resp';
import { RespReplies } from './resp-replies';
import { TransactionReplies } from './transaction-replies';
import { translateList } from './translate-list';
import type { Translate } from './translator';

const MULTI = encodeCommand(['MULTI']);
const EXEC = encodeCommand(['EXEC']);
const RESP_TYPE = 'application/octet-stream';

/** What a request says about its caller and the answer it wants. */
export interface Caller {
  role: Role;
  base64: boolean;
  resp2: boolean;
}

/** Runs commands; what it throws, the exchange is to fail with. */
export interface Executor {
  command(args: readonly ByteString[], caller: Caller, exchange: Exchange): void;
  pipeline(body: Buffer, caller: Caller, exchange: Exchange): Promise<void>;
  transaction(body: Buffer, caller: Caller, exchange: Exchange): Promise<void>;
}

export function createExecutor(translate: Translate, syncToken: () => string): Executor {
  return {
    command(given, { role, base64, resp2 }, exchange) {
      const { refusal, args, blocks, writes } = translate(given, role);
      if (refusal !== undefined) throw new RequestError(400, refusal);
      const answer = new Answer(exchange.response, resp2 ? RESP_TYPE : JSON_TYPE, syncToken);
      const sink = resp2
        ? new RespReplies(answer, { list: false })
        : new JsonReplies(answer, { base64, list: false });
      exchange.submit({
        bytes: encodeCommand(args),
        replies: 1,
        blocks,
        writes,
        sink,
        answer,
      });
    },

    async pipeline(body, { role, base64, resp2 }, exchange) {
      const { bytes, sent, refused, blocks, writes } = await translateList(body, role, translate);
      const answer = new Answer(exchange.response, resp2 ? RESP_TYPE : JSON_TYPE, syncToken);
      const sink = resp2
        ? new RespReplies(answer, { list: true, refused })
        : new JsonReplies(answer, { base64, list: true, refused });
      if (sent === 0) exchange.complete({ sink, answer });
      else exchange.submit({ bytes, replies: sent, blocks, writes, sink, answer });
    },

    async transaction(body, { role, base64 }, exchange) {
      const { bytes, sent, refused, writes } = await translateList(body, role, translate);
      // Decided before anything is sent, so that no MULTI is left open.
      for (const refusal of refused.values()) throw discarded(refusal);
      // The protocol has transactions in JSON only.
      const answer = new Answer(exchange.response, JSON_TYPE, syncToken);
      const sink = new TransactionReplies(
        () => new JsonReplies(answer, { base64, list: true }),
        (cause) => exchange.fail(discarded(cause)),
      );
      exchange.submit({
        bytes: MULTI + bytes + EXEC,
        replies: sent + 2,
        // Inside a transaction no command blocks.
        blocks: false,
        writes,
        sink,
        answer,
      });
    },
  };
}

function discarded(cause: string): RequestError {
  return new RequestError(
    400,
    cause.startsWith('EXECABORT') ? cause : `EXECABORT Transaction discarded because of: ${cause}`,
  );
}
