'use client';

import { ShoppingCart } from 'lucide-react';
import { useState } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { Panel } from '../ui/panel';
import { placeOrder, readReport, type Tenant } from './api';

interface OrderPanelProps {
  tenant: Tenant;
  /** The order is committed: what was asked before is asked again. */
  onPlaced(): Promise<void>;
}

/** A write that outdates what was read: one piece of a product that sells well. */
export function OrderPanel({ tenant, onPlaced }: OrderPanelProps) {
  const act = useAction();
  const [placing, setPlacing] = useState(false);
  const [last, setLast] = useState<{ id: number; totalCents: number; tenant: string }>();

  async function place() {
    setPlacing(true);
    const about = { label: 'What sells', failed: 'No product was found' };
    const input = { params: { report: 'top-products' as const }, query: { tenant } };
    const best = await act(readReport, input, about);
    const products = best?.rows.map(({ productId }) => Number(productId)) ?? [];
    const productId = products[Math.floor(Math.random() * products.length)];
    if (productId !== undefined) {
      const body = { tenant, lines: [{ productId, quantity: 1 }] };
      const options = { label: 'Place an order', failed: 'No order was placed' };
      const placed = await act(placeOrder, { body }, options);
      if (placed) {
        setLast({ ...placed.order, tenant });
        await onPlaced();
      }
    }
    setPlacing(false);
  }

  return (
    <Panel
      id="order"
      title="Place an order"
      description="Committed first; then one command outdates every report of the shop"
      className="h-full"
    >
      <NeedsSignIn className="flex flex-wrap items-center gap-2">
        <Button disabled={placing} onClick={() => void place()}>
          <ShoppingCart aria-hidden /> Order in {tenant}, then ask again
        </Button>
      </NeedsSignIn>
      <p className="min-h-4 pt-2 text-xs text-ink-3" role="status">
        {last &&
          `Order ${count(last.id)} in ${last.tenant} for ${(last.totalCents / 100).toFixed(2)}: its reports are made anew, those of other shops are not.`}
      </p>
    </Panel>
  );
}
