'use client';

import { CacheFigures } from '../cache/cache-figures';
import { useLive } from '../live/use-live';
import { useHourOrDay } from '../pattern/range';
import { readStats } from './api';
import { HundredPanel } from './hundred-panel';
import { OrderPanel } from './order-panel';
import { ReportPanel } from './report-panel';
import { useAnswers } from './use-answers';
import { useQuestion, type Choices } from './use-question';

export function QueryCacheLive(choices: Choices) {
  const [range] = useHourOrDay();
  const { data, isSwitching } = useLive(
    readStats,
    { query: { range } },
    { label: 'Query cache figures' },
  );
  const question = useQuestion(choices);
  const answers = useAnswers();
  return (
    <>
      <ReportPanel choices={choices} question={question} answers={answers} />
      <div className="grid min-w-0 gap-4 md:grid-cols-2">
        <OrderPanel tenant={question.tenant} onPlaced={() => answers.ask(question.input)} />
        <HundredPanel choices={choices} />
      </div>
      <CacheFigures
        data={data}
        isSwitching={isSwitching}
        hint="Ask for a report above: the first answer is a miss, the second a hit."
      />
    </>
  );
}
