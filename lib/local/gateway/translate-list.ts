import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ByteString } from './byte-string';
import { ByteWriter } from './byte-writer';
import type { Role } from './command-rules';
import { JsonCommands } from './json-commands';
import { writeCommand } from './resp';
import type { Translate } from './translator';

/** Bytes of a body that are translated before others get a turn. */
const TURN = 256 * 1024;

/** Shared by all lists: each leaves it empty when another gets a turn. */
const writer = new ByteWriter();

/** The commands of one `/pipeline` or `/multi-exec` body. */
export interface TranslatedList {
  bytes: ByteString;
  /** Commands that go to Redis. */
  sent: number;
  /** The errors of those that do not, by their position in the list. */
  refused: Map<number, string>;
  blocks: boolean;
  writes: boolean;
}

/**
 * Translates the whole list before anything is sent, so that a body that turns out malformed has done nothing.
 *
 * @throws RequestError 400
 */
export async function translateList(
  body: Buffer,
  role: Role,
  translate: Translate,
): Promise<TranslatedList> {
  const commands = new JsonCommands(body);
  const list: TranslatedList = {
    bytes: '',
    sent: 0,
    refused: new Map(),
    blocks: false,
    writes: false,
  };
  let turnEnd = TURN;
  try {
    for (let more = commands.openList(); more; more = commands.hasNext()) {
      const command = translate(commands.readNext(), role);
      if (command.refusal === undefined) {
        writeCommand(writer, command.args);
        list.sent++;
      } else list.refused.set(list.sent + list.refused.size, command.refusal);
      list.blocks ||= command.blocks;
      list.writes ||= command.writes;
      if (commands.position > turnEnd) {
        turnEnd = commands.position + TURN;
        list.bytes += writer.take();
        await nextTurn();
      }
    }
    list.bytes += writer.take();
  } finally {
    writer.clear();
  }
  return list;
}
