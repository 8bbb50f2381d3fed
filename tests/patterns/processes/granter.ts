import { createRoles } from '@/lib/patterns/sets';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

/** Grants and revokes roles without end, until it is killed in the middle of it. */
process.on('message', async ({ prefix }: { prefix: string }) => {
  const roles = createRoles(createClient(sharedTransport()), { prefix });
  for (let step = 0; ; step++) {
    const changes = Array.from({ length: 8 }, (_, index) => {
      const user = `user-${(step * 7 + index) % 20}`;
      const role = `role-${(step + index) % 3}`;
      return step % 3 === 0 ? roles.revoke(role, user) : roles.grant(role, user);
    });
    await Promise.all(changes);
    if (step === 20) process.send!('busy');
  }
});
process.send!('ready');
