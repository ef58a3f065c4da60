import { BigButton } from '../components/BigButton.tsx';
import './Pager.css';

export interface PagerTexts {
  readonly previous: string;
  readonly next: string;
  /** "Page 2 of 5", also for the eye. */
  readonly page: (page: number, pages: number) => string;
}

export interface PagerProps {
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly texts: PagerTexts;
  readonly onPage: (page: number) => void;
}

/** Two buttons and where one is: instead of a list to drag. Keeps its place when there is one page only. */
export function Pager({ page, pages, texts, onPage }: PagerProps) {
  return (
    <div className="rs-pager" data-idle={pages < 2}>
      <BigButton
        control="page-previous"
        kind="quiet"
        label={texts.previous}
        disabled={page === 0}
        onPress={() => onPage(page - 1)}
      />
      <span className="rs-pager__where" role="status">
        {pages < 2 ? '' : texts.page(page + 1, pages)}
      </span>
      <BigButton
        control="page-next"
        kind="quiet"
        label={texts.next}
        disabled={page + 1 >= pages}
        onPress={() => onPage(page + 1)}
      />
    </div>
  );
}
