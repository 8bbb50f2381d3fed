'use client';

import Link from 'next/link';
import { useState, type ComponentProps } from 'react';

/**
 * A link to another page of this app that is fetched ahead only once it is pointed at or focused: the
 * navigation has a link to every pattern, and their code and charts are not to follow each visitor.
 */
export function PageLink(props: Omit<ComponentProps<typeof Link>, 'prefetch'>) {
  const [meant, setMeant] = useState(false);
  return (
    <Link
      {...props}
      prefetch={meant ? null : false}
      onPointerEnter={() => setMeant(true)}
      onFocus={() => setMeant(true)}
    />
  );
}
