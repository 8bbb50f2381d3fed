'use client';

import { useState } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { Select } from '../ui/select';
import { grantRole, readRoleMembers, readUserRoles, revokeRole } from './api';

// Of the page's own: none of them opens anything in this app.
const roles = ['editor', 'reviewer', 'billing'] as const;
const users = ['ann', 'ben', 'cyd', 'dan'] as const;
const options = <T extends string>(all: readonly T[]) =>
  all.map((value) => ({ value, label: value }));

/** What was found when it was last looked up, which admins can: so it is asked for, and not polled. */
interface Found {
  of: string;
  rolesOfUser: readonly string[];
  usersInRole: readonly string[];
}

/** A role and a user, and both directions between them. */
export function RolesPanel() {
  const [role, setRole] = useState<(typeof roles)[number]>('editor');
  const [user, setUser] = useState<(typeof users)[number]>('ann');
  const [found, setFound] = useState<Found>();
  const act = useAction();
  const asked = `${role} ${user}`;
  const shown = found?.of === asked ? found : undefined;

  async function lookUp() {
    const failed = 'The roles were not read';
    const [ofUser, inRole] = await Promise.all([
      act(readUserRoles, { params: { id: user } }, { label: `Roles of ${user}`, failed }),
      act(readRoleMembers, { params: { role } }, { label: `Users with ${role}`, failed }),
    ]);
    if (ofUser && inRole)
      setFound({ of: asked, rolesOfUser: ofUser.roles, usersInRole: inRole.users });
  }

  async function change(operation: typeof grantRole | typeof revokeRole, label: string) {
    const failed = 'The role stays as it was';
    if (await act(operation, { params: { role, user } }, { label, failed })) await lookUp();
  }

  return (
    <Panel id="roles" title="Roles, both ways" description="One script writes both">
      <NeedsSignIn role="admin" className="flex flex-wrap gap-1.5">
        <Select
          label="User"
          value={user}
          options={options(users)}
          onChange={(next) => setUser(next)}
        />
        <Select
          label="Role"
          value={role}
          options={options(roles)}
          onChange={(next) => setRole(next)}
        />
        <Button onClick={() => void change(grantRole, `Grant ${role} to ${user}`)}>
          Grant {role} to {user}
        </Button>
        <Button onClick={() => void change(revokeRole, `Revoke ${role} of ${user}`)}>Revoke</Button>
        <Button onClick={() => void lookUp()}>Look up</Button>
      </NeedsSignIn>
      <dl className="mt-3 grid grid-cols-2 gap-3 border-t pt-3">
        <Direction name={`Roles of ${user}`} found={shown?.rolesOfUser} wanted={role} />
        <Direction name={`Users with ${role}`} found={shown?.usersInRole} wanted={user} />
      </dl>
    </Panel>
  );
}

interface DirectionProps {
  name: string;
  found: readonly string[] | undefined;
  wanted: string;
}

function Direction({ name, found, wanted }: DirectionProps) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-2">{name}</dt>
      <dd className="flex min-h-14 flex-wrap content-start gap-1 pt-1.5">
        {found === undefined || found.length === 0 ? (
          <span className="text-xs text-ink-3">{found ? 'none' : 'not looked up'}</span>
        ) : (
          found.map((entry) => (
            <Badge key={entry} tone={entry === wanted ? 'accent' : 'plain'}>
              {entry}
            </Badge>
          ))
        )}
      </dd>
    </div>
  );
}
