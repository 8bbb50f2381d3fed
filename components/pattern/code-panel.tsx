import { cn } from '../ui/cn';
import { CopyButton } from '../ui/copy-button';
import { plural } from '../ui/format';
import { highlight } from '../ui/highlight';
import { Panel } from '../ui/panel';
import { Tabs } from '../ui/tabs';
import { FileBar } from './file-bar';
import { KeysTable, type KeyFacts } from './keys-table';
import { readRoom, type RoomFile } from './room-files';

interface CodePanelProps {
  slug: string;
  keys: Record<string, KeyFacts>;
}

/** The very module that the routes import, file by file, and the keys that it writes. */
export async function CodePanel({ slug, keys }: CodePanelProps) {
  const files = await readRoom(slug);
  const code = await Promise.all(
    files.map(async (file) => ({
      id: file.name,
      label: file.name,
      content: <File file={file} html={await highlight(file.text, endingOf(file.name))} />,
    })),
  );
  // The kinds are functions as well, which cannot travel to the browser.
  const rows = Object.values(keys).map(({ template, holds, expiry }) => ({
    template,
    holds,
    expiry,
  }));
  const tabs = [
    ...code,
    { id: 'keys', label: 'Keys and expiries', content: <KeysTable rows={rows} /> },
  ];
  return (
    <Panel
      id="code"
      title="Code"
      description={`lib/patterns/${slug}: no framework, no environment; lift it out as it is`}
      padded={false}
    >
      <Tabs label="Files" tabs={tabs} />
    </Panel>
  );
}

function File({ file, html }: { file: RoomFile; html: string }) {
  return (
    <div>
      <FileBar
        title={plural(file.text.trimEnd().split('\n').length, 'line')}
        actions={<CopyButton label={`Copy ${file.name}`} text={file.text} />}
      />
      <div
        role="region"
        aria-label={file.name}
        tabIndex={0}
        className={cn(
          'max-h-[32rem] overflow-auto p-3 text-xs leading-[1.25rem] outline-offset-[-2px]',
          file.name.endsWith('.md') && '[&_pre]:max-w-[90ch] [&_pre]:whitespace-pre-wrap',
        )}
        dangerouslySetInnerHTML={{ __html: html }}
      />
    </div>
  );
}

const endings = ['ts', 'lua', 'md'] as const;
const endingOf = (name: string) => endings.find((ending) => name.endsWith(`.${ending}`)) ?? 'md';
