'use client';

import { FileUp, RotateCw, Square } from 'lucide-react';
import { useId, useState } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { Button, buttonStyle } from '../ui/button';
import { bytes, count } from '../ui/format';
import { Panel } from '../ui/panel';
import { ImportErrors } from './import-errors';
import { ImportMeter } from './import-meter';
import { sampleFile } from './sample-lines';
import type { Import } from './use-import';

const sampleSizes = [2_000, 10_000];

/** Users from a file, one a line: sent in parts, cancelled and gone on with, each failed line named. */
export function ImportPanel({ upload }: { upload: Import }) {
  const inputId = useId();
  const [file, setFile] = useState<File>();
  const { id, progress, running, problem } = upload;
  const canResume = file !== undefined && id !== null && !running && progress?.state !== 'done';

  function begin(chosen: File) {
    setFile(chosen);
    upload.start(chosen);
  }

  return (
    <Panel
      id="import"
      title="Bulk user update"
      description={file ? `${file.name}, ${bytes(file.size)}` : 'NDJSON, one user a line'}
      className="h-full"
    >
      <NeedsSignIn role="admin" to="import users">
        <div className="flex flex-wrap items-center gap-1.5">
          {sampleSizes.map((size) => (
            <Button
              key={size}
              look={size === sampleSizes[0] ? 'primary' : 'plain'}
              disabled={running}
              onClick={() => begin(sampleFile(size))}
            >
              <FileUp aria-hidden /> Import {count(size)} samples
            </Button>
          ))}
          <label
            htmlFor={inputId}
            className={buttonStyle({
              className:
                'focus-within:outline-2 focus-within:outline-accent has-disabled:pointer-events-none has-disabled:opacity-55',
            })}
          >
            Choose a file
            <input
              id={inputId}
              type="file"
              accept=".ndjson,.jsonl,application/x-ndjson"
              className="sr-only"
              onChange={(event) => setFile(event.target.files?.[0])}
            />
          </label>
          {file && !running && (
            <Button onClick={() => begin(file)}>
              <FileUp aria-hidden /> Import it
            </Button>
          )}
          {canResume && (
            <Button onClick={() => upload.resume(file)}>
              <RotateCw aria-hidden /> Resume
            </Button>
          )}
          {running && (
            <Button onClick={upload.cancel}>
              <Square aria-hidden /> Cancel
            </Button>
          )}
        </div>
      </NeedsSignIn>
      {problem !== undefined && (
        <p role="alert" className="mt-3 rounded bg-bad-soft px-2.5 py-1.5 text-bad">
          {problem}
        </p>
      )}
      {progress ? (
        <>
          <ImportMeter progress={progress} running={running} />
          <ImportErrors errors={progress.errors} failed={progress.failed} />
        </>
      ) : (
        <p className="pt-3 text-pretty text-xs text-ink-2">
          Each line is <code>{'{"id", "name", "email", "roles"}'}</code>. A user is four commands,
          120 users a request; what was acknowledged is never sent again.
          {id !== null && !running && ' Choose the file of the last import to go on with it.'}
        </p>
      )}
    </Panel>
  );
}
