/** What the design system needs to know of how the citizen wants to be served. */
export interface DisplayPreferences {
  readonly theme: 'light' | 'black' | 'yellow';
  readonly form: 'standard' | 'elder';
  readonly reach: 'standard' | 'low';
}

/** Sets theme, form and reach on the page's root element, from which every size and colour is made. */
export function applyPreferences(root: HTMLElement, { theme, form, reach }: DisplayPreferences): void {
  root.dataset.theme = theme;
  root.dataset.form = form;
  root.dataset.reach = reach;
}
