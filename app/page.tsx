import { CatalogueList } from '@/components/overview/catalogue-list';
import { OverviewPage } from '@/components/overview/overview-page';
import { catalogue } from '@/lib/catalogue';

export default function Page() {
  return (
    <OverviewPage>
      <CatalogueList catalogue={catalogue} />
    </OverviewPage>
  );
}
