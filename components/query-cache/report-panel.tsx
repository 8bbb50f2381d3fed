'use client';

import type { FormEvent } from 'react';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { Select } from '../ui/select';
import { TextField } from '../ui/text-field';
import { Answer } from './answer';
import type { Answers } from './use-answers';
import type { Choices, useQuestion } from './use-question';

interface ReportPanelProps {
  choices: Choices;
  question: ReturnType<typeof useQuestion>;
  answers: Answers;
}

const bounds = { months: 24, limit: 50 } as const;
const labels = { months: 'Months', limit: 'Rows' } as const;

/** A report through the cache: its rows, what the database took, and why it was served as it was. */
export function ReportPanel({ choices, question, answers }: ReportPanelProps) {
  const { report, tenant, set, input } = question;
  return (
    <Panel id="report" title="A report over a shop’s orders" description={report.summary}>
      <form
        className="flex flex-wrap items-end gap-1.5"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void answers.ask(input);
        }}
      >
        <Select
          label="Report"
          value={report.name}
          options={choices.reports.map(({ name, title }) => ({ value: name, label: title }))}
          onChange={(name) => void set({ report: name })}
        />
        <Select
          label="Shop"
          value={tenant}
          options={choices.tenants.map((name) => ({ value: name, label: name }))}
          onChange={(name) => void set({ tenant: name })}
        />
        {report.uses.map((use) => (
          <TextField
            key={use}
            label={labels[use]}
            type="number"
            min={1}
            max={bounds[use]}
            required
            value={String(question[use])}
            onChange={(text) => void set({ [use]: Number(text) || null })}
            className="w-16"
          />
        ))}
        <Button type="submit" look="primary" disabled={answers.asking}>
          {answers.asking ? 'Asking …' : 'Ask'}
        </Button>
      </form>
      <Answer answers={answers} />
    </Panel>
  );
}
