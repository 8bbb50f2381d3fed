import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Ends the run at the first test that fails, and leaves its name in the file `FIRST_FAILURE`. */
export default class FirstFailure implements Reporter {
  onTestCaseResult(test: TestCase): void {
    if (test.result().state === 'failed') end(test.fullName);
  }

  /** A file fails too where it cannot be loaded, or by what is asserted after its tests. */
  onTestModuleEnd(module: TestModule): void {
    if (module.state() !== 'failed') return;
    const [error] = module.errors();
    end(`${path.basename(module.moduleId)}: ${error?.message.split('\n')[0] ?? 'after its tests'}`);
  }
}

function end(name: string): never {
  writeFileSync(process.env.FIRST_FAILURE ?? '', name);
  process.exit(1);
}
