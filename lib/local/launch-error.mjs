/**
 * A failure that the person at the terminal can do something about: what happened in one line, and what to do in
 * another. Plain JavaScript, because `setup.mjs` needs it before anything is installed.
 */
export class LaunchError extends Error {
  /**
   * @param {string} happened one line: what happened
   * @param {string} remedy what to do about it
   * @param {ErrorOptions} [options]
   */
  constructor(happened, remedy, options) {
    super(`${happened}\n  ${remedy.replaceAll('\n', '\n  ')}`, options);
    this.name = 'LaunchError';
  }
}

/**
 * Tells the person at the terminal why the command failed. Anything but a {@link LaunchError} is a fault of the
 * program, so its stack is shown.
 *
 * @param {unknown} error
 * @returns {void}
 */
export function reportFailure(error) {
  if (error instanceof LaunchError) console.error(`✗ ${error.message}`);
  else console.error(error);
}
