import { BigButton } from './BigButton.tsx';
import './PageButtons.css';
import { useStageWords } from './stageWords.ts';
import type { Pages } from './usePages.ts';

/** Up and down, where there is more than one page. */
export function PageButtons({ page, count, turn }: Pages) {
  const words = useStageWords();
  if (count === 1) return undefined;
  return (
    <div className="rs-pages">
      <BigButton control="page-up" kind="quiet" label={words.pageUp} disabled={page === 0} onPress={() => turn(-1)} />
      <BigButton
        control="page-down"
        kind="quiet"
        label={words.pageDown}
        disabled={page === count - 1}
        onPress={() => turn(1)}
      />
    </div>
  );
}
