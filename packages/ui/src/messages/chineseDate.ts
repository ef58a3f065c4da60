/** `2026-11-24` or a whole timestamp → `2026年11月24日`, in Chinese time; anything else is shown as it came. */
export function chineseDate(iso: string): string {
  const instant = new Date(/^\d{4}-\d{2}-\d{2}$/.test(iso) ? `${iso}T00:00:00+08:00` : iso);
  if (Number.isNaN(instant.getTime())) return iso;
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return `${part('year')}年${part('month')}月${part('day')}日`;
}
