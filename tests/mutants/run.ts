import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { startChild, type Child } from '@/lib/local/child';
import { createProgress } from '@/lib/local/progress.mjs';
import { runUntilStopped, type Run } from '@/lib/local/run-until-stopped';
import { startServices } from '@/lib/local/services';
import { root } from '../support/rooms';
import { broken, pathOf, testsOf, type Mutant } from './mutant';
import { rooms } from './rooms';

/** As many as the tests have. */
const WORKERS = 2;
/** A mutant that hangs is a mutant that was noticed. */
const MOST_MS = 180_000;
const deadlines = [
  '--testTimeout=30000',
  '--hookTimeout=30000',
  '--expect.poll.timeout=10000',
  '--teardownTimeout=2000',
];
/** What is no part of the work tree, or is made anew. */
const leftOut = ['node_modules', '.git', '.next', '.cache', '.data', 'test-results'];

interface Verdict {
  /** The first test that failed, if any did. */
  failed?: string;
  seconds: number;
}

/**
 * `npm run mutants [room…] [name=words]`: breaks one thing at a time in a copy of the work tree, and fails where no test
 * notices. The work tree itself is only read. Redis and Postgres are its own, whatever is configured.
 */
await runUntilStopped(async (run) => {
  const asked = process.argv.slice(2);
  const words = asked.find((word) => word.startsWith('name='))?.slice('name='.length) ?? '';
  const slugs = asked.filter((word) => !word.startsWith('name='));
  const unknown = slugs.filter((slug) => !(slug in rooms));
  if (unknown.length) {
    console.error(
      `No room is called ${unknown.join(', ')}. There are: ${Object.keys(rooms).join(', ')}.`,
    );
    return 2;
  }

  const chosen = Object.entries(rooms)
    .filter(([slug]) => !slugs.length || slugs.includes(slug))
    .map(([slug, room]) => ({
      slug,
      room,
      mutants: room.mutants.filter(({ name }) => name.includes(words)),
    }))
    .filter(({ mutants }) => mutants.length);
  // A list that has gone stale is no reason to wait for the tests first.
  for (const { slug, mutants } of chosen)
    for (const mutant of mutants) await broken(root, slug, mutant);

  const judge = await createJudge(run);
  const all = await Promise.all(
    chosen.map(async ({ slug, room, mutants }) => [
      ...(mutants.some(({ tests }) => !tests) ? await testsOf(root, slug, room) : []),
      ...mutants.flatMap(({ tests = [] }) => tests),
    ]),
  );
  console.error('Running the tests as they are …');
  const unbroken = await judge.test([...new Set(all.flat())]);
  if (unbroken.failed !== undefined) {
    console.error(`✗ The tests fail with nothing broken: ${unbroken.failed}`);
    return 1;
  }
  console.error(`✓ They pass (${unbroken.seconds.toFixed(1)} s)\n`);

  const widths = [
    Math.max(4, ...chosen.map(({ slug }) => slug.length)),
    Math.max(6, ...chosen.flatMap(({ mutants }) => mutants.map(({ name }) => name.length))),
  ];
  const line = (...cells: string[]) =>
    console.log(`| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`);
  line('room', 'mutant', 'killed by');
  line(...widths.map((width) => '-'.repeat(width)), '---------');
  const totals: string[] = [];
  let survivors = 0;
  for (const { slug, room, mutants } of chosen) {
    let killed = 0;
    for (const mutant of mutants) {
      const tests = mutant.tests ?? (await testsOf(root, slug, room));
      const { failed } = await judge.judge(slug, mutant, tests);
      if (failed !== undefined) killed++;
      line(slug, mutant.name, failed ?? 'SURVIVED');
    }
    survivors += mutants.length - killed;
    totals.push(`${slug}: ${killed} of ${mutants.length} killed`);
    line(slug, `${killed} of ${mutants.length} killed`, '');
  }
  console.log(`\n${totals.join('\n')}`);
  console.log(survivors ? `\n${survivors} survived.` : '\nA test noticed each of them.');
  return survivors ? 1 : 0;
});

/** A copy of the work tree, and the services that its tests use. */
async function createJudge(run: Run) {
  const copy = await mkdtemp(path.join(tmpdir(), 'mutants-'));
  run.onStop(() => rm(copy, { recursive: true, force: true }));
  await cp(root, copy, {
    recursive: true,
    filter: (source) => !leftOut.includes(path.basename(source)),
  });
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));

  const progress = createProgress(process.stderr);
  const workers: Record<string, string>[] = [];
  while (workers.length < WORKERS) {
    // One that is configured is never given broken code, so no environment is read.
    const { DATABASE_URL } = workers[0] ?? {};
    const services = await startServices({ env: { DATABASE_URL }, ephemeral: true, progress });
    run.onStop(services.close);
    workers.push(services.variables);
  }
  const env = {
    ...process.env,
    ...workers[0],
    VITEST_MAX_WORKERS: String(WORKERS),
    REDIS_OF_WORKERS: JSON.stringify(workers),
  };
  let child: Child | undefined;
  let isStopped = false;
  run.onStop(async (signal) => {
    isStopped = true;
    await child?.stop(signal);
  });

  async function test(files: string[]): Promise<Verdict> {
    const report = path.join(copy, 'first-failure.txt');
    await rm(report, { force: true });
    const started = performance.now();
    const args = ['run', '--reporter=./tests/mutants/first-failure.ts', ...deadlines];
    const running = startChild('vitest', [...args, ...files], {
      env: { ...env, FIRST_FAILURE: report },
      cwd: copy,
      output: new PassThrough().resume(),
    });
    child = running;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      void running.stop('SIGKILL');
    }, MOST_MS);
    const code = await running.exited;
    clearTimeout(timer);
    // At Ctrl-C the tests end too: that is no verdict, and nothing is run after it.
    if (isStopped) return new Promise<never>(() => undefined);
    const seconds = (performance.now() - started) / 1000;
    if (isLate) return { failed: '(the tests did not end)', seconds };
    if (code === 0) return { seconds };
    const failed = await readFile(report, 'utf8').catch(() => '(an error outside the tests)');
    return { failed, seconds };
  }

  return {
    test,
    /** Breaks the copy, runs tests, and mends it. */
    async judge(slug: string, mutant: Mutant, files: readonly string[]): Promise<Verdict> {
      const file = path.join(copy, pathOf(slug, mutant.file));
      const whole = await readFile(file, 'utf8');
      await writeFile(file, await broken(root, slug, mutant));
      try {
        return await test([...files]);
      } finally {
        await writeFile(file, whole);
      }
    },
  };
}
