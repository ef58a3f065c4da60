/** A terminal stands in China: its days are those of Beijing, whatever language they are written in. */
const TIME_ZONE = 'Asia/Shanghai';

/** `2026-11-24` or a whole moment as a day in the language's own way; anything else is shown as it came. */
export function formatDay(lang: string, iso: string): string {
  const instant = new Date(/^\d{4}-\d{2}-\d{2}$/.test(iso) ? `${iso}T00:00:00+08:00` : iso);
  if (Number.isNaN(instant.getTime())) return iso;
  return new Intl.DateTimeFormat(lang, { dateStyle: 'long', calendar: 'gregory', timeZone: TIME_ZONE }).format(instant);
}
