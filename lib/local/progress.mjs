/**
 * One line per step: what is being done, and when it is done what came of it and how long it took. A terminal sees the
 * line count up in place; anywhere else (CI, a pipe) no control code is written, and a long step says now and then
 * that it goes on.
 */

/**
 * @typedef {object} Progress
 * @property {<T>(doing: string, work: (update: (doing: string) => void) => Promise<[T, string]>) => Promise<T>} step
 *   shows `doing` while `work` runs, or what `work` last said with `update`; `work` gives its result and the line that
 *   then stands in its place. Steps may run at the same time
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
  /** @type {Set<() => string>} what is being done now, each as it is to be shown */
  const running = new Set();
  const show = () => {
    clear();
    const line = [...running].map((describe) => describe()).join(' · ');
    if (line) stream.write(`… ${line}${live ? '' : '\n'}`);
  };
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  return {
    async step(doing, work) {
      const started = performance.now();
      const seconds = (digits = 0) => ((performance.now() - started) / 1000).toFixed(digits);
      const describe = () => `${doing} (${seconds()} s)`;
      running.add(describe);
      timer ??= setInterval(show, live ? TICK_ON_A_TERMINAL_MS : TICK_ELSEWHERE_MS);
      if (live) show();
      let line = '';
      try {
        const [result, done] = await work((now) => (doing = now));
        line = `✓ ${done} (${seconds(1)} s)\n`;
        return result;
      } finally {
        running.delete(describe);
        clear();
        stream.write(line);
        if (running.size === 0) {
          clearInterval(timer);
          timer = undefined;
        } else if (live) show();
      }
    },
    note(line) {
      clear();
      stream.write(`${line}\n`);
    },
  };
}
