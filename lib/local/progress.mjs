/**
 * One line per step: what is being done, and when it is done what came of it and how long it took. A terminal sees the
 * line count up in place; anywhere else (CI, a pipe) no control code is written, and a long step says now and then
 * that it goes on.
 */

/**
 * @typedef {object} Progress
 * @property {<T>(doing: string, work: () => Promise<[T, string]>) => Promise<T>} step shows `doing` while `work` runs;
 *   `work` gives its result and the line that then stands in its place
 * @property {(line: string) => void} note prints a line of its own, between steps or within one
 */

const TICK_ON_A_TERMINAL_MS = 200;
const TICK_ELSEWHERE_MS = 5_000;

/**
 * @param {NodeJS.WriteStream} stream where the lines go
 * @returns {Progress}
 */
export function createProgress(stream) {
  const live = Boolean(stream.isTTY);
  const clear = () => live && stream.write('\r\x1b[K');

  return {
    async step(doing, work) {
      const started = performance.now();
      const seconds = (digits = 0) => ((performance.now() - started) / 1000).toFixed(digits);
      const show = () => {
        clear();
        stream.write(`… ${doing} (${seconds()} s)${live ? '' : '\n'}`);
      };
      if (live) show();
      const timer = setInterval(show, live ? TICK_ON_A_TERMINAL_MS : TICK_ELSEWHERE_MS);
      try {
        const [result, done] = await work();
        clear();
        stream.write(`✓ ${done} (${seconds(1)} s)\n`);
        return result;
      } catch (error) {
        clear();
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
    note(line) {
      clear();
      stream.write(`${line}\n`);
    },
  };
}
