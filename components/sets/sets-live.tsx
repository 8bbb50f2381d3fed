import { ClaimPanel } from './claim-panel';
import { ComparePanel } from './compare-panel';
import { MembersPanel } from './members-panel';
import { RolesPanel } from './roles-panel';
import { SizePanel } from './size-panel';

export function SetsLive() {
  return (
    <>
      <div className="grid min-w-0 gap-4 lg:grid-cols-2">
        <ComparePanel />
        <MembersPanel />
      </div>
      <div className="grid min-w-0 gap-4 lg:grid-cols-2">
        <RolesPanel />
        <ClaimPanel />
      </div>
      <SizePanel />
    </>
  );
}
