'use client';

import { Send } from 'lucide-react';
import { useId, useState, type FormEvent, type KeyboardEvent } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { Button } from '../ui/button';

/** As the contract has it, which brings its schemas along and so stays on the server. */
const maxTextLength = 1_000;

interface ComposerProps {
  room: string;
  onSay(text: string): void;
  onTyping(): void;
}

/** Where one writes. Enter sends, Shift and Enter begin a new line. */
export function Composer({ room, onSay, onTyping }: ComposerProps) {
  const id = useId();
  const [text, setText] = useState('');
  function say(event?: FormEvent) {
    event?.preventDefault();
    if (text.trim() === '') return;
    onSay(text.trim());
    setText('');
  }
  function onKeyDown(event: KeyboardEvent) {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    say();
  }
  return (
    <div className="border-t p-3">
      <NeedsSignIn to="speak">
        <form onSubmit={say} className="flex items-end gap-2">
          <div className="flex min-w-0 flex-1 flex-col gap-0.5">
            <label htmlFor={id} className="text-2xs text-ink-3">
              Message to {room}
            </label>
            <textarea
              id={id}
              rows={2}
              value={text}
              maxLength={maxTextLength}
              onChange={(event) => {
                setText(event.target.value);
                if (event.target.value !== '') onTyping();
              }}
              onKeyDown={onKeyDown}
              className="w-full min-w-0 resize-none rounded border border-control bg-surface px-2 py-1 text-sm disabled:opacity-55"
            />
          </div>
          <Button type="submit" look="primary" disabled={text.trim() === ''}>
            <Send aria-hidden /> Send
          </Button>
        </form>
      </NeedsSignIn>
    </div>
  );
}
