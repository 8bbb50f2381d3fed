'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { announce } from '../live/announcer';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { useLive } from '../live/use-live';
import { useSignedIn } from '../live/use-signed-in';
import { EmptyState } from '../pattern/empty-state';
import { Button } from '../ui/button';
import { IconButton } from '../ui/icon-button';
import { Meter } from '../ui/meter';
import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';
import { editJobs, readJob, type Edit, type Job, type QueueName } from './api';
import { DeleteDialog } from './delete-dialog';
import { StateBadge, When } from './job-columns';
import { JobTimeline } from './job-timeline';
import { roleFor, useChosen } from './view-state';

interface JobPanelProps {
  queue: QueueName;
  onChange(): void;
}

/** One job: what happened to it, its payload, its result, its error; and what can be done to it. */
export function JobPanel({ queue, onChange }: JobPanelProps) {
  const [id, choose] = useChosen();
  const role = roleFor(queue);
  const { userId, isAdmin } = useSignedIn({ role });
  const mayLook = role === 'admin' ? isAdmin === true : typeof userId === 'string';
  const { data, problem, refresh } = useLive(
    readJob,
    id !== null && mayLook ? { params: { queue, id } } : null,
    { label: 'One job', whileIdle: false },
  );
  if (id === null) return null;
  const job = data?.id === id ? data : undefined;
  return (
    <Panel
      id="job"
      title={`Job ${id}`}
      description={job?.name}
      actions={
        <IconButton label="Close the job" onClick={() => void choose(null)}>
          <X aria-hidden />
        </IconButton>
      }
    >
      {!mayLook ? (
        <NeedsSignIn role={role} to="see payload and timeline" />
      ) : problem?.status === 404 ? (
        <EmptyState title="There is no such job">
          It was deleted, or has been done for so long that it is forgotten.
        </EmptyState>
      ) : job === undefined ? (
        <Skeleton className="h-40" />
      ) : (
        <Details
          key={job.id}
          job={job}
          queue={queue}
          onDeleted={() => void choose(null)}
          onChange={() => {
            refresh();
            onChange();
          }}
        />
      )}
    </Panel>
  );
}

interface DetailsProps extends JobPanelProps {
  job: Job;
  onDeleted(): void;
}

function Details({ job, queue, onDeleted, onChange }: DetailsProps) {
  const [deleting, setDeleting] = useState(false);
  const act = useAction();
  const ended = job.state === 'done' || job.state === 'dead';

  async function edit(action: Edit) {
    const options = { label: `${action} of ${job.id}`, failed: 'The job stays as it is' };
    const body = { action, ids: [job.id] };
    const answer = await act(editJobs, { params: { queue }, body }, options);
    if (!answer) return;
    announce(
      `${action} of ${job.id}: ${answer.changed.length > 0 ? 'done' : 'not possible any more'}`,
    );
    if (action === 'delete') onDeleted();
    onChange();
  }

  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <StateBadge state={job.state} />
        <When job={job} />
        <span className="text-xs text-ink-2">
          attempt {job.attempt} of {job.attempts}
          {job.fence > 0 && `, fence ${job.fence}`}
        </span>
        <div className="ml-auto flex flex-wrap gap-1.5">
          <Button disabled={!ended} onClick={() => void edit('retry')}>
            Try again
          </Button>
          <Button disabled={job.state !== 'delayed'} onClick={() => void edit('promote')}>
            Promote
          </Button>
          <Button onClick={() => setDeleting(true)}>Delete…</Button>
        </div>
      </div>
      {job.progress && (
        <div className="flex flex-col gap-1">
          <Meter
            label="Progress"
            value={job.progress.percent}
            max={100}
            text={`${job.progress.percent} %`}
          />
          <p className="text-xs text-ink-2">{job.progress.note}</p>
        </div>
      )}
      {job.error !== null && (
        <p className="rounded border border-bad bg-bad-soft px-2.5 py-1.5 text-xs text-bad">
          {job.error}
        </p>
      )}
      <div className="grid min-w-0 gap-3 lg:grid-cols-3">
        <JobTimeline timeline={job.timeline} />
        <Json name="Payload" value={job.data} />
        <Json name="Result" value={job.result} />
      </div>
      <DeleteDialog
        open={deleting}
        queue={queue}
        jobs={[job]}
        onClose={() => setDeleting(false)}
        onConfirm={() => {
          setDeleting(false);
          void edit('delete');
        }}
      />
    </div>
  );
}

function Json({ name, value }: { name: string; value: Job['data'] }) {
  return (
    <section aria-label={name} className="flex min-w-0 flex-col gap-1">
      <h3 className="text-xs font-medium text-ink-2">{name}</h3>
      <pre
        tabIndex={0}
        aria-label={name}
        className="max-h-56 min-h-16 overflow-auto whitespace-pre-wrap break-words rounded border bg-sunken p-2 text-xs"
      >
        {value === null ? 'none' : JSON.stringify(value, null, 2)}
      </pre>
    </section>
  );
}
