'use client';

import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from './button';
import { TextField } from './text-field';

interface ConfirmFormProps {
  /** What has to be typed before it is done; without it the button is enough. */
  word?: string | undefined;
  /** What the button that does it says. */
  action: ReactNode;
  /** True where there is nothing to be done. */
  disabled?: boolean;
  onCancel(): void;
  onConfirm(): void | Promise<void>;
  /** What is about to be touched. */
  children?: ReactNode;
}

/** The body of a dialog before something that cannot be undone. While it is done it cannot be asked for again. */
export function ConfirmForm(props: ConfirmFormProps) {
  const { word, action, disabled = false, onCancel, onConfirm, children } = props;
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      await onConfirm();
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-3 p-3">
      {children}
      {word !== undefined && (
        <TextField
          label={
            <>
              To confirm, type <code className="wrap-anywhere">{word}</code>
            </>
          }
          value={typed}
          onChange={setTyped}
        />
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          type="submit"
          look="primary"
          disabled={busy || disabled || (word !== undefined && typed !== word)}
        >
          {action}
        </Button>
      </div>
    </form>
  );
}
